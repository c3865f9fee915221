// A plugin of the generator: every code that the gateway may answer, as a type, with its meaning.
import { readFileSync } from "node:fs";

const REASON = /^ {2}ERROR_REASON_(\w+) = [1-9]\d* \[\(refusal\) = \{.*?\ben: "([^"]+)"/gm;
const CODE = /^ {4}([A-Z_]+) = \(\n {8}"\1",\n {8}"([^"]+)",$/gm;

export function plugin(_schema, _documents, { catalogue, gateway }) {
  const meanings = new Map();
  for (const [, code, meaning] of readFileSync(catalogue, "utf8").matchAll(REASON)) {
    meanings.set(code, meaning);
  }
  const known = meanings.size;
  for (const [, code, meaning] of readFileSync(gateway, "utf8").matchAll(CODE)) {
    meanings.set(code, meaning);
  }
  if (known < 20 || meanings.size < known + 20) throw new Error("the catalogue of codes is not where it was");
  const members = [...meanings].map(([code, meaning]) => `  /** ${meaning} */\n  | "${code}"`);
  return `/** Codes known when this was generated; a newer gateway may know more. */
export type KnownCode =
${members.join("\n")};
`;
}

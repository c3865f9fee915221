import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { documentsApart } from "../../documentsApart.js";

const FILES = ["console", "h5"].map((app) => join(import.meta.dirname, `../../${app}/src/generated/documents.ts`));

test.each(FILES)("every document of %s is a module of its own, and the file keeps none", (file) => {
  const code = readFileSync(file, "utf8");
  const { transform, load, resolveId } = documentsApart() as unknown as {
    transform: (code: string, id: string) => { code: string } | null;
    load: (id: string) => string | null;
    resolveId: (id: string) => { id: string; moduleSideEffects: boolean } | null;
  };
  const left = transform(code, file)?.code ?? "";
  const names = [...code.matchAll(/export const (\w+) = /g)].map(([, name]) => name);
  const apart = [...left.matchAll(/export \{ (\w+) \} from "(.+)";/g)];
  expect(left).not.toContain("new TypedDocumentString");
  expect(apart.map(([, name]) => name).sort()).toEqual([...names, "TypedDocumentString"].sort());
  for (const [, name, module = ""] of apart) {
    expect(resolveId(module)).toEqual({ id: module, moduleSideEffects: false });
    expect(load(module)).toContain(`export ${name === "TypedDocumentString" ? "class" : "const"} ${name}`);
  }
  expect(resolveId("react")).toBeNull();
  expect(transform(code, "/elsewhere.ts")).toBeNull();
});

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "../src");
const ROOMS = [
  "card",
  "clubs",
  "consents",
  "events",
  "feedback",
  "gifts",
  "ideas",
  "topics",
  "inbox",
  "invites",
  "leaderboards",
  "lottery",
  "offers",
  "points",
  "privacy",
  "profile",
  "rewards",
  "statements",
  "surveys",
  "tasks",
  "wallet",
];
/** What each folder may import, beside itself. Rooms are strangers: links lead from one to another. */
const MAY: Record<string, readonly string[]> = {
  app: [...ROOMS, "generated", "lib", "messages", "parts"],
  ...Object.fromEntries(ROOMS.map((room) => [room, ["generated", "lib", "parts"]])),
  generated: [],
  lib: ["messages"],
  messages: [],
  parts: ["lib"],
};
const LINES_MAX = 250;
const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

/** The problem of one import; none when it is allowed. */
export function problem(file: string, imported: string): string | undefined {
  if (imported === "@tessera/client" && !file.startsWith("lib/")) return `${file} knows the client`;
  if (!imported.startsWith(".")) {
    return imported === "@tessera/client" || /^preact(\/hooks)?$/.test(imported) ? undefined : `${file} knows ${imported}`;
  }
  const target = normalize(join(dirname(file), imported));
  // The console's tokens are the look of both.
  if (target === "../../kit/tokens.css") return undefined;
  const [[from], [to]] = [file.split("/"), target.split("/")];
  if (!from || !to || from === to) return undefined;
  return MAY[from]?.includes(to) ? undefined : `${file}: ${from} may not import ${to}`;
}

const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.|vite-env|^messages/.test(file));

test("imports go down, and nothing but Preact comes with them", () => {
  const problems = sources.flatMap((file) =>
    [...readFileSync(join(SOURCES, file), "utf8").matchAll(IMPORT)].map(([, imported]) => problem(file, imported ?? "")),
  );
  expect(problems.length).toBeGreaterThan(50);
  expect(problems.filter(Boolean)).toEqual([]);
});

test("the rules catch what they are for", () => {
  expect(problem("wallet/WalletPage.tsx", "../rewards/RewardsPage.js")).toMatch("may not import");
  expect(problem("wallet/WalletPage.tsx", "@tessera/client")).toMatch("knows the client");
  expect(problem("wallet/WalletPage.tsx", "react")).toMatch("knows react");
  expect(problem("parts/Page.tsx", "../../../console/src/lib/api.js")).toMatch("may not import");
});

test("every folder has its place, and a file has one subject", () => {
  const folders = readdirSync(SOURCES, { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(MAY).sort());
  const long = sources.filter((file) => !/generated|messages/.test(file) && readFileSync(join(SOURCES, file), "utf8").split("\n").length > LINES_MAX);
  expect(long).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const ROOMS = [
  "approvals",
  "audit",
  "books",
  "broadcasts",
  "budgets",
  "bulk",
  "channels",
  "clients",
  "clubs",
  "coupons",
  "events",
  "experiments",
  "explorer",
  "feedback",
  "figures",
  "ideas",
  "insight",
  "journeys",
  "leaderboards",
  "lotteries",
  "members",
  "nextOffers",
  "programme",
  "quality",
  "reveals",
  "rewards",
  "segments",
  "stores",
  "surveys",
  "today",
  "topics",
  "views",
  "vouchers",
  "webhooks",
];
/** What each folder of the console may import, beside itself. Rooms are strangers: links lead from one to another. */
const MAY: Record<string, readonly string[]> = {
  app: [...ROOMS, "generated", "lib", "messages", "parts"],
  ...Object.fromEntries(ROOMS.map((room) => [room, ["generated", "lib", "parts"]])),
  generated: [],
  lib: ["generated", "messages"],
  messages: [],
  parts: ["generated", "lib"],
};
/** Each library, and the only places that know it. */
const ONLY: Record<string, RegExp> = {
  "react-aria-components": /^kit\//,
  "d3-": /^kit\/charts\//,
  "@codemirror/": /^console\/src\/(explorer\/Editor|parts\/editorLook|programme\/YamlEditor)/,
  "@tanstack/react-query": /^console\/src\/(lib\/api|app\/App)/,
};
const LINES_MAX = 250;
const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
}

/** The problems of one import; none when it is allowed. */
export function problem(file: string, imported: string): string | undefined {
  for (const [library, place] of Object.entries(ONLY)) {
    if (imported.startsWith(library) && !place.test(file)) return `${file} knows ${imported}`;
  }
  if (file.startsWith("kit/")) {
    const leaves = imported.startsWith("@tessera/") || normalize(join(dirname(file), imported)).startsWith("console");
    return leaves ? `${file}: the kit stands alone, and imports ${imported}` : undefined;
  }
  if (imported === "@tessera/client" && !file.startsWith("console/src/lib/")) return `${file} knows the client`;
  if (!imported.startsWith(".")) return undefined;
  const [from] = file.replace("console/src/", "").split("/");
  const [to] = normalize(join(dirname(file), imported)).replace("console/src/", "").split("/");
  if (!from || !to || from === to || imported.endsWith("?raw") || !(from in MAY)) return undefined;
  return MAY[from]?.includes(to) ? undefined : `${file}: ${from} may not import ${to}`;
}

test("imports go down: app, rooms, parts, lib; the kit and the client stand alone", () => {
  const problems = [...sources("console/src"), ...sources("kit")].flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(IMPORT)].map(([, imported]) => problem(file, imported ?? "")),
  );
  expect(problems.filter(Boolean)).toEqual([]);
});

test("the rules catch what they are for", () => {
  expect(problem("console/src/members/MemberPage.tsx", "../feedback/keys.js")).toMatch("may not import");
  expect(problem("console/src/parts/Page.tsx", "../members/recent.js")).toMatch("may not import");
  expect(problem("console/src/lib/api.ts", "../app/App.js")).toMatch("may not import");
  expect(problem("console/src/audit/AuditPage.tsx", "react-aria-components")).toMatch("knows");
  expect(problem("console/src/audit/AuditPage.tsx", "@tessera/client")).toMatch("knows the client");
  expect(problem("kit/Button.tsx", "../console/src/lib/format.js")).toMatch("stands alone");
  expect(problem("console/src/members/MemberPage.tsx", "../lib/api.js")).toBeUndefined();
});

test("every folder of the console has its place", () => {
  const folders = readdirSync(join(ROOT, "console/src"), { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(MAY).sort());
});

test("a file has one subject", () => {
  const long = [...sources("console/src"), ...sources("kit")]
    .filter((file) => !file.includes("generated") && !file.includes("messages"))
    .filter((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > LINES_MAX);
  expect(long).toEqual([]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { SCREENS } from "../e2e/screens.js";

const APP = join(import.meta.dirname, "../src/app");
/** The gallery of the kit is in no build. */
const NOT_BUILT = ["/kit"];

test("the list that the browser walks for barriers has every screen, and no page of an object but its own", () => {
  const files = readdirSync(APP).filter((file) => file.endsWith("outes.tsx"));
  const paths = files.flatMap((file) => [...readFileSync(join(APP, file), "utf8").matchAll(/path: "([^"]+)"/g)].map(([, path = ""]) => path));
  expect(paths.length).toBeGreaterThan(40);
  const walked: string[] = Object.values(SCREENS).flat().map((screen) => `/${screen.split("?")[0]}`);
  expect(paths.filter((path) => !path.includes("$") && !walked.includes(path) && !NOT_BUILT.includes(path))).toEqual([]);
  const shapes = paths.map((path) => new RegExp(`^${path.replace(/\$\w+/, "[^/]+")}$`));
  expect(walked.filter((screen) => !shapes.some((shape) => shape.test(screen)))).toEqual([]);
});

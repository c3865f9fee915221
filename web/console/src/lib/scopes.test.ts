import { expect, test } from "vitest";

import { allows } from "./scopes.js";

test("a noun stands for both of its verbs, a verb for itself alone", () => {
  expect(allows(["points"], "points:write")).toBe(true);
  expect(allows(["points:read"], "points:write")).toBe(false);
  expect(allows(["pointsmen"], "points:read")).toBe(false);
});

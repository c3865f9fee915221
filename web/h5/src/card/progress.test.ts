import { expect, test } from "vitest";

import { progressOf } from "./progress.js";

test("progress is a share of the way, within its bounds, and none at the top", () => {
  expect(progressOf(750, 250)).toBe(75);
  expect(progressOf(0, 0)).toBe(0);
  expect(progressOf(-5, 100)).toBe(0);
  expect(progressOf(500, null)).toBeUndefined();
});

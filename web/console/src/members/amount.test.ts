import { expect, test } from "vitest";

import { amountOf } from "./amount.js";

test.each([
  ["50", 50],
  ["+1,000", 1000],
  [" -50 ", -50],
  ["−50", -50],
  ["1，000", 1000],
] as const)("%j is %d points", (typed, points) => expect(amountOf(typed)).toBe(points));

test.each(["", "0", "-0", "1.5", "1e3", "ten", "--5", "9999999999999"])("%j is no amount", (typed) =>
  expect(amountOf(typed)).toBeUndefined(),
);

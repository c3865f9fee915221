import { expect, test } from "vitest";

import { amountOf } from "./amount.js";

test("an amount is a whole number within what can be given now", () => {
  const bounds = { minAmount: 5, maxAmount: 80 };
  expect(["5", " 80 ", "012"].map((typed) => amountOf(typed, bounds))).toEqual([5, 80, 12]);
  for (const typed of ["4", "81", "", "5.5", "-6", "1e1", "abc"]) expect(amountOf(typed, bounds), typed).toBeUndefined();
});

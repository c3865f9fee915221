import { expect, test } from "vitest";

import { chanceOf, deviation } from "./odds.js";

test("the chance of any prize is the sum of the odds", () => {
  expect(chanceOf([{ oddsPpm: 500 }, { oddsPpm: 300_000 }])).toBeCloseTo(0.3005);
  expect(chanceOf([])).toBe(0);
});

test("a count is judged by the spread of so many draws, and not where few are expected", () => {
  expect(deviation(5_000, 10_000, 500_000)).toBe(0);
  expect(deviation(5_100, 10_000, 500_000)).toBeCloseTo(2);
  expect(deviation(4, 10_000, 400)).toBeUndefined();
  expect(deviation(10, 10, 1_000_000)).toBeUndefined();
});

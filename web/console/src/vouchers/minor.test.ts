import { expect, test } from "vitest";

import { minorOf } from "./minor.js";

test("a sum is read in the minor units of its currency", () => {
  expect(["18", "12.5", "￥1,000.05", " 0.01 "].map((typed) => minorOf(typed, "CNY"))).toEqual([1_800, 1_250, 100_005, 1]);
  expect(minorOf("500", "JPY")).toBe(500);
});

test("what no currency can pay is no sum", () => {
  expect(["", "0", "-1", "1.005", "ten", "1.2.3"].map((typed) => minorOf(typed, "CNY"))).toEqual(Array(6).fill(undefined));
  expect(minorOf("5.5", "JPY")).toBeUndefined();
});

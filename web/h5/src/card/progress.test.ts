import { expect, test } from "vitest";

import { formatOf } from "../lib/format.js";
import { en } from "../messages/en.js";
import { zh } from "../messages/zh.js";
import { amountText, progressOf } from "./progress.js";

test("progress is a share of the way, within its bounds, and none at the top", () => {
  expect(progressOf(750, 250)).toBe(75);
  expect(progressOf(0, 0)).toBe(0);
  expect(progressOf(-5, 100)).toBe(0);
  expect(progressOf(500, null)).toBeUndefined();
});

test("an amount is told in the measure of its ladder", () => {
  const told = (basis: string, value: number) =>
    [zh, en].map((words, n) => amountText({ basis, currencyCode: "CNY" }, value, words.card.amounts, formatOf(n ? "en" : "zh")));
  expect(told("growth", 1200)).toEqual(["1,200 成长值", "1,200 growth"]);
  expect(told("ltv", 80001)).toEqual(["¥800.01 消费", "¥800.01 of spending"]);
  expect(told("orders", 2)).toEqual(["2 单", "2 orders"]);
  expect(told("of-tomorrow", 7)).toEqual(["7", "7"]);
});

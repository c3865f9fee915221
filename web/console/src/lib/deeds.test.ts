import { expect, test } from "vitest";

import { whatItDoes } from "./deeds.js";

const format = { number: (value: number) => String(value) };

test.each([
  [{ gift: { couponType: "birthday", asset: null, amount: null }, tagging: null }, "birthday"],
  [{ gift: { couponType: null, asset: "POINTS", amount: 50 }, tagging: null }, "50 POINTS"],
  [{ gift: null, tagging: { add: ["student"], remove: ["panel"] } }, "+student −panel"],
  [{ gift: null, tagging: null }, ""],
])("what a step does stands in a few characters", (does, told) => {
  expect(whatItDoes(does, format)).toBe(told);
});

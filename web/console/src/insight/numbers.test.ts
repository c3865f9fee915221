import { expect, test } from "vitest";

import { formatOf } from "../lib/format.js";
import { changeOf, madeOf, shownAs } from "./numbers.js";

const format = formatOf("en", "Asia/Shanghai");

test("a figure is written by its unit", () => {
  expect(shownAs(format, { unit: "PERCENT" }, 0.153, "CNY")).toBe("15.3%");
  expect(shownAs(format, { unit: "MONEY" }, 180_050, "CNY")).toBe("¥1,800.50");
  expect(shownAs(format, { unit: "COUNT" }, 1_200, "CNY")).toBe("1,200");
});

test("a rate tells what it is made of, a count does not", () => {
  expect(madeOf(format, { unit: "PERCENT" }, { value: 0.25, numerator: 3, denominator: 12 })).toBe("3 / 12");
  expect(madeOf(format, { unit: "COUNT" }, { value: 3, numerator: 3, denominator: 1 })).toBeUndefined();
});

test("a change needs something to change from", () => {
  expect(changeOf(12, 10)).toBeCloseTo(0.2);
  expect(changeOf(12, 0)).toBeUndefined();
  expect(changeOf(12, undefined)).toBeUndefined();
  expect(changeOf(-5, -10)).toBeCloseTo(0.5);
});

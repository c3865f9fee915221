import { expect, test } from "vitest";

import { figureText, intervalText, placeOf } from "./figure.js";

const FIGURE = { value: 45, low: 30.49, high: 59.51, answers: 100, few: false };

test("an NPS has its sign, a CSAT its percent, a CES its decimal", () => {
  expect(figureText("NPS", 45)).toBe("+45");
  expect(figureText("NPS", -100)).toBe("-100");
  expect(figureText("CSAT", 81)).toBe("81%");
  expect(figureText("CES", 5)).toBe("5.0");
});

test("an interval has both ends, or there is none", () => {
  expect(intervalText("NPS", FIGURE)).toBe("+30.5 – +59.5");
  expect(intervalText("CES", { ...FIGURE, low: null, high: null })).toBeUndefined();
});

test("a value stands on the scale of its kind", () => {
  expect(placeOf("NPS", 0)).toBe(0.5);
  expect(placeOf("CES", 7)).toBe(1);
  expect(placeOf("CSAT", 25)).toBe(0.25);
});

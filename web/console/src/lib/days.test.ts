import { expect, test } from "vitest";

import { dayOf, isDay, shifted } from "./days.js";

test("a day is the brand's, not the browser's", () => {
  expect(dayOf(new Date("2026-11-29T15:59:00Z"), "Asia/Shanghai")).toBe("2026-11-29");
  expect(dayOf(new Date("2026-11-29T16:01:00Z"), "Asia/Shanghai")).toBe("2026-11-30");
  expect(dayOf(new Date("2026-11-29T16:01:00Z"), "Europe/London")).toBe("2026-11-29");
});

test("days go over the ends of months and years, and 29 February", () => {
  expect([shifted("2026-12-31", 1), shifted("2028-03-01", -1), shifted("2026-03-01", -1)]).toEqual([
    "2027-01-01",
    "2028-02-29",
    "2026-02-28",
  ]);
});

test("a day that no calendar has is none", () => {
  expect(["2026-02-28", "2028-02-29"].every(isDay)).toBe(true);
  expect(["2026-02-29", "2026-13-01", "today", "2026-1-1", ""].some(isDay)).toBe(false);
});

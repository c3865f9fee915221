import { expect, test } from "vitest";

import { monthOf, monthsUntil, shifted } from "./months.js";

test("a month is that of the brand's zone", () => {
  const at = new Date("2026-11-30T17:00:00Z");
  expect(monthOf(at, "Asia/Shanghai")).toBe("2026-12");
  expect(monthOf(at, "America/New_York")).toBe("2026-11");
});

test("months go over the end of a year, both ways", () => {
  expect(shifted("2026-12", 1)).toBe("2027-01");
  expect(shifted("2026-01", -13)).toBe("2024-12");
  expect(monthsUntil("2026-02", 4)).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
});

import { expect, test } from "vitest";

import { monthsUntil } from "./months.js";

test("months go back over the year, from the month that the brand's calendar has", () => {
  const now = new Date("2026-01-31T17:00:00Z");
  expect(monthsUntil(now, 3, "Asia/Shanghai")).toEqual(["2026-02", "2026-01", "2025-12"]);
  expect(monthsUntil(now, 2, "UTC")).toEqual(["2026-01", "2025-12"]);
});

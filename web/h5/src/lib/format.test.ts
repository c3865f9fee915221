import { expect, test } from "vitest";

import { formatOf } from "./format.js";
import { pathOf } from "./route.js";

test("instants are told in the brand's zone, and days of the calendar stay", () => {
  const zh = formatOf("zh", "Asia/Shanghai");
  expect(zh.date("2026-11-29T18:00:00Z")).toBe("2026年11月30日");
  expect(zh.day("2026-11-29")).toBe("2026年11月29日");
  expect(formatOf("en", "Asia/Shanghai").dateTime("2026-11-29T18:00:00Z")).toContain("30 Nov");
  expect(zh.signed(5)).toBe("+5");
});

test("paths are those within the app", () => {
  expect([pathOf("/h5"), pathOf("/h5/"), pathOf("/h5/points/"), pathOf("/h5/me")]).toEqual(["/", "/", "/points", "/me"]);
});

import { expect, test } from "vitest";

import { formatOf } from "./format.js";

const zh = formatOf("zh", "Asia/Shanghai");
const en = formatOf("en", "Asia/Shanghai");

test("times are those of the brand's zone, days are moved by none", () => {
  expect(zh.dateTime("2026-11-29T16:45:00Z")).toBe("2026年11月30日 00:45");
  expect(en.dateTime("2026-11-29T16:45:00Z")).toBe("30 Nov 2026, 00:45");
  expect(formatOf("en", "America/Los_Angeles").day("2026-11-30")).toBe("30 Nov 2026");
});

test("amounts show their sign, and zero has none", () => {
  expect([zh.signed(1234), zh.signed(-5), zh.signed(0)]).toEqual(["+1,234", "-5", "0"]);
  expect([zh.percent(-0.0001), zh.percent(-0.021), zh.percent(0.384)]).toEqual(["0%", "-2.1%", "38.4%"]);
});

test("how long it is from now is said in the largest unit", () => {
  const now = Date.parse("2026-11-29T12:00:00Z");
  expect(en.fromNow("2026-11-29T12:29:40Z", now)).toBe("in 29 minutes");
  expect(zh.fromNow("2026-11-29T09:00:00Z", now)).toBe("3小时前");
  expect(en.fromNow("2026-11-27T11:00:00Z", now)).toBe("2 days ago");
});

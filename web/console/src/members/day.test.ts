import { expect, test } from "vitest";

import { isSameDay } from "./day.js";

test("a day is the brand's, not the browser's", () => {
  const [evening, night] = [new Date("2026-11-29T15:59:00Z"), new Date("2026-11-29T16:01:00Z")];
  expect(isSameDay(evening, night, "Asia/Shanghai")).toBe(false);
  expect(isSameDay(evening, night, "Europe/London")).toBe(true);
});

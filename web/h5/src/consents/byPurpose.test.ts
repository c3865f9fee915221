import { expect, test } from "vitest";

import { byPurpose } from "./byPurpose.js";

test("consents stand by purpose, and one that nobody asks for stays only while it is granted", () => {
  const line = (purpose: string, channel: string, granted: boolean, asked: object | null = {}) => ({ purpose, channel, granted, asked });
  const grouped = byPurpose([
    line("SERVICE", "ALL", true),
    line("MARKETING", "ALL", false),
    line("SHARING", "ALL", false, null),
    line("MARKETING", "SMS", true),
    line("SURVEY", "ALL", true, null),
  ]);
  expect(grouped.map(({ purpose, lines }) => [purpose, lines.length])).toEqual([
    ["SERVICE", 1],
    ["MARKETING", 2],
    ["SURVEY", 1],
  ]);
});

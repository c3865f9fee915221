import { expect, test } from "vitest";

import { lastDays, verdictOf, weekBounds } from "./weeks.js";

const NOW = Date.parse("2026-03-10T08:20:30Z");

test("weeks meet without a gap, and the last one has the present hour whole", () => {
  const bounds = weekBounds(NOW);
  expect(bounds).toHaveLength(7);
  expect(bounds[6]).toBe("2026-03-10T09:00:00.000Z");
  expect(bounds[5]).toBe("2026-03-03T09:00:00.000Z");
  expect(bounds[0]).toBe("2026-01-27T09:00:00.000Z");
  expect(weekBounds(NOW + 60_000)).toEqual(bounds);
});

test("what is asked for stays the same within a minute", () => {
  expect(lastDays(NOW, 7)).toEqual({ from: "2026-03-03T08:21:00.000Z", until: "2026-03-10T08:21:00.000Z" });
  expect(lastDays(NOW + 20_000, 7)).toEqual(lastDays(NOW, 7));
});

test("a share is judged only where something was due", () => {
  expect([null, 100, 95, 94, 80, 79, 0].map(verdictOf)).toEqual([undefined, "good", "good", "warn", "warn", "bad", "bad"]);
});

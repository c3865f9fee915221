import { expect, test } from "vitest";

import { dueOf } from "./due.js";

const NOW = Date.parse("2026-11-29T12:00:00Z");
const item = {
  state: "TRIAGED",
  responseDueAt: "2026-11-29T12:20:00Z",
  resolutionDueAt: "2026-11-30T12:00:00Z",
  firstResponseAt: null,
};

test("until somebody answers, the deadline of the response counts", () => {
  expect(dueOf(item, NOW)).toEqual({ at: item.responseDueAt, tone: "warn", late: false });
});

test("after the first answer, the deadline of the resolution counts", () => {
  expect(dueOf({ ...item, firstResponseAt: "2026-11-29T12:01:00Z" }, NOW)).toEqual({
    at: item.resolutionDueAt,
    tone: "info",
    late: false,
  });
});

test("past its deadline an item is late, and no longer once it is resolved", () => {
  const later = NOW + 21 * 60_000;
  expect(dueOf(item, later)).toMatchObject({ tone: "bad", late: true });
  expect(dueOf({ ...item, state: "RESOLVED" }, later)).toMatchObject({ at: undefined, late: false });
});

import { expect, test } from "vitest";

import { everyMs, progressOf, refusedOf } from "./state.js";

const HALF = { rows: 100, refusedWhenChecked: 10, done: 40, refusedWhenRun: 5 };

test("progress counts the rows that are tried, and refusals are those of both times", () => {
  expect(progressOf(HALF)).toEqual({ tried: 45, of: 90 });
  expect(refusedOf(HALF)).toBe(15);
});

test("a file is asked for again only while it is about to move", () => {
  expect(["WAITING", "QUEUED", "RUNNING"].map(everyMs)).toEqual([2_000, 2_000, 2_000]);
  expect(["READY", "DONE", "EXPIRED", undefined].map(everyMs)).toEqual([undefined, undefined, undefined, undefined]);
});

import { expect, test } from "vitest";

import { byChannel, refusedShare, verdictOf } from "./sums.js";

const day = (channel: string, recorded: number, refused: number) => ({ channel, recorded, repeated: 2, refused, late: 1 });

test("days of a channel are added up in any order, the worst channel first", () => {
  const days = [day("pos", 90, 8), day("app", 50, 0), day("pos", 10, 0)];
  const sums = [
    { channel: "pos", recorded: 100, repeated: 4, refused: 8, late: 2 },
    { channel: "app", recorded: 50, repeated: 2, refused: 0, late: 1 },
  ];
  expect(byChannel(days)).toEqual(sums);
  expect(byChannel(days.toReversed())).toEqual(sums);
  expect(byChannel([])).toEqual([]);
});

test("a share is judged at one percent and at five", () => {
  expect(refusedShare({ recorded: 0, repeated: 0, refused: 0 })).toBe(0);
  expect(refusedShare({ recorded: 90, repeated: 5, refused: 5 })).toBe(0.05);
  expect([0.009, 0.01, 0.049, 0.05].map(verdictOf)).toEqual(["good", "warn", "warn", "bad"]);
});

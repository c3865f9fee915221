import { expect, test } from "vitest";

import { byUrgency, stateOf } from "./state.js";

const budget = (sharePercent: number, stoppedAt: string | null = null) => ({ sharePercent, stoppedAt });

test("from 80 percent on a budget asks to be looked at, and a stopped one says so at any share", () => {
  expect(stateOf(budget(79))).toBe("within");
  expect(stateOf(budget(80))).toBe("near");
  expect(stateOf(budget(100))).toBe("near");
  expect(stateOf(budget(97, "2026-11-29T10:00:00Z"))).toBe("stopped");
});

test("stopped ones come first, the fuller before the emptier, whatever the order they came in", () => {
  const sorted = [budget(97, "2026-11-29T10:00:00Z"), budget(100), budget(85), budget(30), budget(0)];
  for (let turn = 0; turn < sorted.length; turn += 1) {
    expect(byUrgency([...sorted.slice(turn), ...sorted.slice(0, turn)])).toEqual(sorted);
  }
});

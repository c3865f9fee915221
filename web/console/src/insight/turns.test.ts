import { expect, test } from "vitest";

import { AT_ONCE, onScreen, TURN_MS } from "./turns.js";

const figures = Array.from({ length: AT_ONCE * 2 + 1 }, (_, n) => n);

test("each figure has its turn, once in a round", () => {
  const round = [0, 1, 2].flatMap((turn) => onScreen(figures, turn * TURN_MS));
  expect(round).toEqual(figures);
  expect(onScreen(figures, 3 * TURN_MS)).toEqual(onScreen(figures, 0));
});

test("a turn lasts as long as it says", () => {
  expect(onScreen(figures, TURN_MS - 1)).toEqual(onScreen(figures, 0));
  expect(onScreen(figures, TURN_MS)).not.toEqual(onScreen(figures, 0));
});

test("figures that fit on one screen stay, and none are none", () => {
  expect(onScreen(figures.slice(0, AT_ONCE), 7 * TURN_MS)).toHaveLength(AT_ONCE);
  expect(onScreen([], 7 * TURN_MS)).toEqual([]);
});

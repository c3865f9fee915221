import { expect, test } from "vitest";

import { Taps } from "./taps.js";

test("of presses in quick succession only the first counts, and a later one is another", () => {
  const taps = new Taps();
  expect([0, 150, 690, 700, 900, 1_400].map((nowMs) => taps.isDouble(nowMs))).toEqual([false, true, true, false, true, false]);
});

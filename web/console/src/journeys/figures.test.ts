import { expect, test } from "vitest";

import { sentAndNot } from "./figures.js";

test("what is on its way counts as sent, and what is held, refused or held out does not", () => {
  const touches = [
    { state: "DELIVERED", count: 3 },
    { state: "PLANNED", count: 2 },
    { state: "HELD", count: 4 },
    { state: "REFUSED", count: 5 },
  ] as Parameters<typeof sentAndNot>[0]["touches"];
  const deeds = [
    { state: "ASKED", count: 1 },
    { state: "DONE", count: 7 },
  ] as Parameters<typeof sentAndNot>[0]["deeds"];
  expect(sentAndNot({ touches, deeds: [] }).sent).toBe(5);
  expect(sentAndNot({ touches, deeds: [] }).not.map(({ state }) => state)).toEqual(["HELD", "REFUSED"]);
  expect(sentAndNot({ touches: [], deeds })).toEqual({ sent: 7, not: [{ state: "ASKED", count: 1 }] });
});

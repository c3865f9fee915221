import { expect, test } from "vitest";

import { rowsOf } from "./RfmPage.js";

test("members of one recency and money are one cell, whatever their frequency", () => {
  const cell = { valueClass: "high_value", members: 2, recency: 3, monetary: 3 };
  const [lately, before, longAgo] = rowsOf([cell, { ...cell, members: 5 }, { ...cell, recency: 1, monetary: 1, valueClass: "lost" }]);
  expect(lately?.cells[3]).toEqual({ members: 7, valueClass: "high_value" });
  expect(lately?.cells[1]).toEqual({ members: 0, valueClass: "" });
  expect(before?.cells[2]?.members).toBe(0);
  expect(longAgo?.cells[1]).toEqual({ members: 2, valueClass: "lost" });
});

import { expect, test } from "vitest";

import { instantOf, typesIn, unknownOf } from "./types.js";

test("types are divided by blanks and commas, and each counts once", () => {
  expect(typesIn(" tier.changed, member.erased\ttier.changed，points.earned ")).toEqual(["tier.changed", "member.erased", "points.earned"]);
  expect(typesIn("  ")).toEqual([]);
});

test("a type that no event has is named", () => {
  expect(unknownOf(["tier.changed", "tier.lost"], ["tier.changed"])).toEqual(["tier.lost"]);
});

test("an instant is a day or a time of it, and nothing else", () => {
  expect(instantOf("2026-03-01")).toBe("2026-03-01T00:00:00.000Z");
  expect(instantOf(" 2026-03-01T08:00:00+08:00 ")).toBe("2026-03-01T00:00:00.000Z");
  for (const text of ["", "5", "yesterday", "2026-13-01"]) expect(instantOf(text)).toBeUndefined();
});

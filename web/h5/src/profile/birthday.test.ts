import { expect, test } from "vitest";

import { birthdayOf, typedOf } from "./birthday.js";

test("a birthday comes back from the form as it was told", () => {
  const told = { calendar: "LUNAR", year: 1990, month: 8, day: 15, leapMonth: true };
  expect(birthdayOf(typedOf(told))).toEqual(told);
  expect(birthdayOf(typedOf({ ...told, calendar: "SOLAR", year: null }))).toEqual({ calendar: "SOLAR", year: null, month: 8, day: 15, leapMonth: false });
});

test("without month and day nothing is told", () => {
  expect(birthdayOf(typedOf(null))).toBeUndefined();
  expect(birthdayOf({ ...typedOf(null), month: "8", day: "x" })).toBeUndefined();
});

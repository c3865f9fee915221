import { expect, test } from "vitest";

import { intervalsOf, spansOf, textOf, WEEKDAYS } from "./hours.js";

test("hours are read as people write them, with a break, over midnight, and in Chinese signs", () => {
  expect(intervalsOf("9:00-14:00, 17:00 – 02:00", 3)).toEqual([
    { weekday: 3, opens: "09:00", closes: "14:00" },
    { weekday: 3, opens: "17:00", closes: "02:00" },
  ]);
  expect(intervalsOf("10:00至24:00；", 7)).toEqual([{ weekday: 7, opens: "10:00", closes: "00:00" }]);
  expect(intervalsOf("  ", 1)).toEqual([]);
});

test("what is no time is not guessed at", () => {
  for (const wrong of ["10-22", "25:00-26:00", "10:00", "10:60-11:00", "morning", "10:00-22:00 11:00-12:00", "24:00-10:00"]) {
    expect(intervalsOf(wrong, 1), wrong).toBeUndefined();
  }
});

test("what is written of intervals is read back as the same intervals", () => {
  const hours = WEEKDAYS.flatMap((weekday) => intervalsOf(weekday < 6 ? "10:00-14:00, 17:00-22:00" : "09:00-02:00", weekday) ?? []);
  expect(WEEKDAYS.flatMap((weekday) => intervalsOf(textOf(hours, weekday), weekday) ?? [])).toEqual(hours);
});

test("weekdays in a row with the same hours stand together", () => {
  const hours = [1, 2, 4, 5].map((weekday) => ({ weekday, opens: "10:00", closes: "22:00" }));
  const sunday = { weekday: 7, opens: "12:00", closes: "18:00" };
  expect(spansOf([...hours, sunday])).toEqual([
    [1, 2, "10:00-22:00"],
    [4, 5, "10:00-22:00"],
    [7, 7, "12:00-18:00"],
  ]);
  expect(spansOf([])).toEqual([]);
});

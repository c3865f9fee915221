import { expect, test } from "vitest";

import { typedOf } from "./birthday.js";
import { changesOf } from "./changes.js";

const BIRTHDAY = { calendar: "SOLAR", year: 1990, month: 8, day: 15, leapMonth: false };
const TOLD = { name: "李雷", birthday: BIRTHDAY, preferences: [{ code: "sweetness", value: "half" }] };
const FILLED = { name: "李雷", birthday: typedOf(BIRTHDAY), preferences: { sweetness: "half" } };
const ASKS = [{ code: "sweetness", values: [{ code: "full" }, { code: "half" }] }];

test("only what was changed is sent", () => {
  expect(changesOf(TOLD, FILLED, ASKS)).toEqual({});
  expect(changesOf(TOLD, { ...FILLED, name: "李磊" }, ASKS)).toEqual({ name: "李磊" });
  expect(changesOf(TOLD, { ...FILLED, birthday: { ...FILLED.birthday, day: "16" } }, ASKS)).toEqual({ birthday: { ...BIRTHDAY, day: 16 } });
  expect(changesOf(TOLD, { ...FILLED, preferences: { sweetness: "full" } }, ASKS)).toEqual({ preferences: [{ code: "sweetness", value: "full" }] });
  expect(changesOf(TOLD, { ...FILLED, preferences: { sweetness: "" } }, ASKS)).toEqual({ preferences: [] });
});

test("an answer to a question that is asked no longer hinders no other change", () => {
  const old = { code: "ice", value: "none" };
  const told = { ...TOLD, preferences: [...TOLD.preferences, old] };
  const preferences = { sweetness: "half", ice: "none" };
  expect(changesOf(told, { ...FILLED, preferences, name: "李磊" }, ASKS)).toEqual({ name: "李磊" });
  expect(changesOf(told, { ...FILLED, preferences: { ...preferences, sweetness: "full" } }, ASKS)).toEqual({ preferences: [{ code: "sweetness", value: "full" }] });
  const gone = { ...TOLD, preferences: [{ code: "sweetness", value: "triple" }] };
  expect(changesOf(gone, { ...FILLED, preferences: { sweetness: "triple" } }, ASKS)).toEqual({});
});

test("a question without values takes any words, and none takes the answer back", () => {
  const asks = [...ASKS, { code: "allergies", values: [] }];
  const kept = { code: "sweetness", value: "half" };
  const nuts = { code: "allergies", value: "坚果" };
  const told = { ...TOLD, preferences: [kept, nuts] };
  expect(changesOf(TOLD, { ...FILLED, preferences: { sweetness: "half", allergies: "坚果" } }, asks)).toEqual({ preferences: [kept, nuts] });
  expect(changesOf(told, { ...FILLED, preferences: { sweetness: "half", allergies: "" } }, asks)).toEqual({ preferences: [kept] });
});

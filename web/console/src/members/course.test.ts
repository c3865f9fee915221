import { expect, test } from "vitest";

import { balanceCourse } from "./course.js";

const at = (minute: number) => `2026-12-01T05:${String(minute).padStart(2, "0")}:00Z`;
const time = (minute: number) => new Date(at(minute)).getTime();

test("entries in order of time have the balances that the ledger gave them", () => {
  const entries = [
    { amount: -50, effectiveAt: at(3), balanceAfter: 60 },
    { amount: 100, effectiveAt: at(2), balanceAfter: 110 },
  ];
  expect(balanceCourse(entries)).toEqual([
    { at: time(2), value: 110 },
    { at: time(3), value: 60 },
  ]);
});

test("a late entry counts from the time of its effect, and the course ends with the balance of today", () => {
  const entries = [
    { amount: 100, effectiveAt: at(1), balanceAfter: 700 },
    { amount: -400, effectiveAt: at(5), balanceAfter: 600 },
    { amount: 1000, effectiveAt: at(0), balanceAfter: 1000 },
  ];
  expect(balanceCourse(entries)).toEqual([
    { at: time(0), value: 1000 },
    { at: time(1), value: 1100 },
    { at: time(5), value: 700 },
  ]);
});

test("no entry has no course", () => {
  expect(balanceCourse([])).toEqual([]);
});

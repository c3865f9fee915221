import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { MessagesContext } from "../lib/messages.js";
import { en } from "../messages/en/index.js";
import { Clocks } from "./Clocks.js";
import { partsOf } from "./timeLeft.js";

const clock = {
  kind: "RESOLUTION",
  dueAt: "2026-11-30T13:00:00Z",
  inBusinessHours: true,
  calendarUnknown: true,
  standsSince: null,
  lateSince: null,
  leftSeconds: 5_430,
  lateReason: null,
} as const;

const shown = (clocks: readonly object[], escalationLevel = 0) => {
  const item = { clocks, escalationLevel, escalatedTo: escalationLevel ? "quality" : null };
  render(
    <MessagesContext value={en}>
      <Clocks item={item as Parameters<typeof Clocks>[0]["item"]} />
    </MessagesContext>,
  );
};

test("time is told in hours and minutes, and never below none", () => {
  expect([partsOf(5_430), partsOf(59), partsOf(-1)]).toEqual([
    { hours: 1, minutes: 30 },
    { hours: 0, minutes: 0 },
    { hours: 0, minutes: 0 },
  ]);
});

test("a clock says how much business time is left, and that its calendar is not known", () => {
  shown([clock]);
  expect(screen.getByText("1 h 30 min of business left")).toBeTruthy();
  expect(screen.getByText(/public holidays/)).toBeTruthy();
});

test("a late one says why, and who has it too", () => {
  shown([{ ...clock, lateSince: clock.dueAt, leftSeconds: 0, lateReason: "NOT_ASSIGNED" }], 2);
  expect(screen.getByText("late (nobody has it)")).toBeTruthy();
  expect(screen.getByText("Level 2, also with quality")).toBeTruthy();
});

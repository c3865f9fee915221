import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { EntryRow } from "./JourneysPanel.js";

const ENTRY = {
  id: "ent_1",
  journey: { code: "first_week", name: "新人七天" },
  state: "WAITING",
  step: "think",
  dueAt: "2026-03-09T02:00:00Z",
  end: null,
  enteredAt: "2026-03-02T12:00:00Z",
  endedAt: null,
  lines: [
    { step: "settle_in", outcome: "WAITED", message: null },
    { step: "invite", outcome: "WISHED", message: "first_cup" },
    {
      step: "thank",
      outcome: "ASKED",
      message: null,
      deed: {
        state: "REFUSED",
        reason: "GRANT_BUDGET_EXHAUSTED",
        gift: { couponType: null, asset: "POINTS", amount: 50 },
      },
    },
  ],
} as unknown as Parameters<typeof EntryRow>[0]["entry"];

test("a journey of a member says where they stand, when they go on, and what each step did", async () => {
  const root = createRootRoute({ component: () => <EntryRow entry={ENTRY} /> });
  render(<RouterProvider router={createRouter({ routeTree: root, history: createMemoryHistory() })} />);
  expect(await screen.findByText("等待中")).toBeTruthy();
  expect(screen.getByText(/think · .*继续/)).toBeTruthy();
  expect(screen.getByText("请求发送 · first_cup")).toBeTruthy();
  expect(screen.getByText("执行 · 50 POINTS · 被拒绝 · GRANT_BUDGET_EXHAUSTED")).toBeTruthy();
  expect(screen.getByRole("link", { hidden: true }).getAttribute("href")).toBe("/journeys/first_week");
});

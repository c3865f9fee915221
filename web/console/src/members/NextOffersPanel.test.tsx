import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { JudgedRow } from "./NextOffersPanel.js";

const JUDGED = {
  hindrance: null,
  chance: 0.26,
  priority: 5,
  offer: {
    code: "scarves",
    name: "围巾系列",
    reason: "买过外套的会员中 30% 也选了围巾（通常 6%）",
    bought: { code: "coat", name: "外套" },
    boughtOrders: 2,
    boughtLastOn: "2026-02-01",
  },
};

test("an operator sees why an offer is proposed, and how likely it is taken", () => {
  render(<JudgedRow judged={JUDGED} />);
  expect(screen.getByText(/买过外套的会员中 30% 也选了围巾/).textContent).toMatch(/买过外套 2 次.*26%/);
  expect(screen.getByText("展示中")).toBeTruthy();
});

test("an operator sees why an offer is not proposed", () => {
  render(<JudgedRow judged={{ ...JUDGED, hindrance: "DECLINED", chance: null }} />);
  expect(screen.getByText("30 天内已拒绝")).toBeTruthy();
  expect(screen.queryByText(/预计购买/)).toBeNull();
});

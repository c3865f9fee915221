import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Tried } from "./BacktestTab.js";

const MONEY = { currencyCode: "CNY", minorUnits: 12_300 };
const DONE = {
  id: "tbt_1",
  state: "DONE",
  askedBy: "ann",
  askedAt: "2026-03-02T12:00:00Z",
  inForceVersion: 3,
  members: 20,
  failure: null,
  ladders: [
    {
      ladder: { code: "growth", name: "成长等级" },
      rise: 5,
      fall: 1,
      riseAtOnce: 4,
      moves: [{ fromTier: { code: "silver", name: "银卡" }, toTier: { code: "gold", name: "金卡" }, members: 5 }],
    },
  ],
  cost: { spend: MONEY, pointsNow: 100, pointsDraft: 150, worth: { ...MONEY, minorUnits: 50 } },
  benefits: [{ benefit: "drink", now: 1, draft: 4 }],
  sample: [],
} as unknown as Parameters<typeof Tried>[0]["test"];

test("a back-test tells who moves where and what it costs", () => {
  render(<Tried test={DONE} />);
  expect(screen.getByText("已完成")).toBeTruthy();
  expect(screen.getByText(/升级 5 人（其中 4 人发布当天即升），降级 1 人/)).toBeTruthy();
  expect(screen.getByText("银卡")).toBeTruthy();
  expect(screen.getByText("¥0.50")).toBeTruthy();
});

import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { BrakeRow, ShareRow } from "./ChannelsPage.js";
import { shareOf, summed } from "./summed.js";

const BRAKE = {
  days: 3, percent: 5, recoverPercent: 4, loweredTimes: 1, loweredPer: "WEEK", day: "2026-12-01",
  touched: 500, reachable: 10000, loweredSince: "2026-12-02", calmDays: 1,
} as unknown as Parameters<typeof BrakeRow>[0]["brake"];

test("a brake that is pulled says since when, by which share and what is said less", () => {
  render(<BrakeRow brake={BRAKE} />);
  expect(screen.getByText("已降频")).toBeTruthy();
  expect(screen.getByText(/10,000 位可触达会员中 500 位（5.*%）/)).toBeTruthy();
  expect(screen.getByText(/每周最多 1 条/)).toBeTruthy();
});

test("a brake that is not pulled says from which share it is", () => {
  render(<BrakeRow brake={{ ...BRAKE, loweredSince: null, day: null }} />);
  expect(screen.getByText("正常")).toBeTruthy();
  expect(screen.getByText(/尚未统计/)).toBeTruthy();
});

const SHARE = { of: "GROUP", maxPercent: 40, days: 7, whole: 1001, part: 401, enforcedFrom: 1000 } as unknown as Parameters<typeof ShareRow>[0]["share"];

test("a share says its part of the whole, and whether more may be posted", () => {
  const { rerender } = render(<ShareRow share={SHARE} />);
  expect(screen.getByText("已到上限")).toBeTruthy();
  expect(screen.getByText(/近 7 天 1,001 次触达中 401 次（40.*%）/)).toBeTruthy();
  rerender(<ShareRow share={{ ...SHARE, part: 400 }} />);
  expect(screen.getByText("在上限内")).toBeTruthy();
  rerender(<ShareRow share={{ ...SHARE, whole: 999 }} />);
  expect(screen.getByText("暂不限制")).toBeTruthy();
  expect(screen.getByText(/满 1,000 次触达后生效/)).toBeTruthy();
});

test("states are summed, and the share of nobody is 0", () => {
  const counts = [{ state: "SENT", count: 2 }, { state: "FAILED", count: 3 }, { state: "DELIVERED", count: 4 }];
  expect(summed(counts, ["SENT", "DELIVERED"])).toBe(6);
  expect(shareOf(0, 0)).toBe(0);
});

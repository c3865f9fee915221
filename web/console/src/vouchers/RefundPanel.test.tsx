import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { RefundPanel } from "./RefundPanel.js";

const tier = (code: string, before: string, after: string, basis: string) => ({
  ladder: { code, name: code },
  before: { code: before, name: before },
  after: { code: after, name: after },
  basis, countedBefore: 101_000, countedAfter: 99_000, reach: 100_000,
});
const PREVIEW = {
  clawbacks: [
    { asset: "POINTS", due: 24, taken: 20, fromPending: 0, forgiven: 4, availableAfter: -5 },
    { asset: "GROWTH", due: 18, taken: 18, fromPending: 0, forgiven: 0, availableAfter: 980 },
  ],
  returned: { points: 30, couponIds: ["c1"] },
  givenCoupons: [{ couponId: "c2", type: "welcome", revoked: false, notRecoverableMinor: 500 }],
  tiers: { orderAwaited: false, ladders: [tier("成长", "金卡", "银卡", "growth"), tier("价值", "活力", "活力", "spend")] },
};

const ORDER = {
  channel: "pos", orderId: "o-1", memberId: "m1", currencyCode: "CNY", totalMinor: 5_400, refundedMinor: 1_800, leftMinor: 3_600,
  lines: [
    { lineId: "1", sku: "芒果茶", quantity: 2, amountMinor: 3_600, leftQuantity: 1, leftMinor: 1_800,
      earned: [{ asset: "POINTS", amount: 36 }] },
    { lineId: "2", sku: null, quantity: 1, amountMinor: 1_800, leftQuantity: 1, leftMinor: 1_800, earned: [] },
  ],
};
const DONE = { refundOrder: { recorded: true, userErrors: [] } };

function shown(...answers: object[]) {
  const { api, sent } = fakeApi(answers);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <RefundPanel storeId="s1" /> }),
    history: createMemoryHistory(),
  });
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </ApiContext>,
  );
  return sent;
}
const fill = async (label: string, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });
const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));

test("a desk chooses pieces of an order, sees what a refund takes, gives back and lowers, and records it with a reason", async () => {
  const sent = shown({ order: ORDER }, { previewRefund: PREVIEW }, DONE);
  await fill("退款订单号", " o-1 ");
  await press("查询");
  expect(await screen.findByText("订单 ¥54.00，已退 ¥18.00，可退 ¥36.00")).toBeTruthy();
  expect(screen.getByText(/共 2 件 ¥36.00，可退 1 件 ¥18.00 · 积分 36/)).toBeTruthy();
  await fill("退回件数：芒果茶", "2");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "试算" }).disabled).toBe(true);
  await fill("退回件数：芒果茶", "1");
  await press("试算退 ¥18.00");
  expect(await screen.findByText("收回 20")).toBeTruthy();
  const order = {
    channel: "pos", orderId: "o-1", totalMinor: 1_800, currencyCode: "CNY",
    lines: [{ lineId: "1", quantity: 1, amountMinor: 1_800 }],
  };
  expect(sent[1]).toEqual({ refund: { memberId: "m1", type: "REFUND", order } });
  const text = document.body.textContent;
  for (const said of [
    "免收 4", "可用余额变为 -5", "30 积分，1 张优惠券", "已使用，无法收回 ¥5.00", "金卡 → 银卡",
    "计入 101,000 → 99,000，原等级需 100,000", "保持活力", "计入 ¥1,010.00 → ¥990.00，原等级需 ¥1,000.00", "会员将欠积分",
  ]) {
    expect(text).toContain(said);
  }
  const record = await screen.findByRole<HTMLButtonElement>("button", { name: "登记退款 ¥18.00" });
  expect(record.disabled).toBe(true);
  await fill("退款原因", "饮品做错了");
  await press("登记退款 ¥18.00");
  await vi.waitFor(() => expect(sent[2]).toBeTruthy());
  const { input } = sent[2] as { input: { requestId: string } };
  expect(input).toEqual({ requestId: input.requestId, memberId: "m1", order, storeId: "s1", reason: "饮品做错了" });
});

test("an order that is unknown, or all of which went back, takes no refund", async () => {
  shown({ order: null });
  await fill("退款订单号", "o-2");
  await press("查询");
  expect(await screen.findByText("查无此订单")).toBeTruthy();
  cleanup();
  const gone = { ...ORDER, leftMinor: 0, lines: ORDER.lines.map((line) => ({ ...line, leftQuantity: 0, leftMinor: 0 })) };
  shown({ order: gone });
  await fill("退款订单号", "o-1");
  await press("查询");
  expect(await screen.findByText("该订单已全部退回。")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "试算" })).toBeNull();
});

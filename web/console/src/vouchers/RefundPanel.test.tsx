import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

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

test("a refund shows what it takes, gives back and lowers, and asks in minor units", async () => {
  const { api, sent } = fakeApi([{ viewer: { currencyCode: "CNY" } }, { previewRefund: PREVIEW }]);
  const router = createRouter({
    routeTree: createRootRoute({ component: RefundPanel }),
    history: createMemoryHistory(),
  });
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
  expect((await screen.findByRole<HTMLButtonElement>("button", { name: "试算" })).disabled).toBe(true);
  fill("会员编号", " m1 ");
  fill("退款订单号", "o-1");
  fill("退款金额（CNY）", "18.5");
  fireEvent.click(screen.getByRole("button", { name: "试算" }));
  expect(await screen.findByText("收回 20")).toBeTruthy();
  expect(sent[1]).toEqual({
    refund: {
      memberId: "m1", type: "REFUND",
      order: { channel: "pos", orderId: "o-1", totalMinor: 1_850, currencyCode: "CNY" },
    },
  });
  const shown = document.body.textContent;
  for (const said of [
    "免收 4", "可用余额变为 -5", "30 积分，1 张优惠券", "已使用，无法收回 ¥5.00", "金卡 → 银卡",
    "计入 101,000 → 99,000，原等级需 100,000", "保持活力", "计入 ¥1,010.00 → ¥990.00，原等级需 ¥1,000.00", "会员将欠积分",
  ]) {
    expect(shown).toContain(said);
  }
});

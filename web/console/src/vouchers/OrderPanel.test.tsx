import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { OrderPanel } from "./OrderPanel.js";

const line = (lineId: string, captured: boolean) => ({
  lineId, captured, amountMinor: 10_000, tierMinor: 0, couponMinor: 0,
  points: 400, pointsMinor: 2_000, paidMinor: 8_000,
});
const ORDER = {
  basket: {
    id: "chk_1", memberId: "m1", currency: "CNY", createdAt: "2026-03-01T04:00:00Z",
    refundedMinor: 4_000, returnedPoints: 200, returnedCouponIds: [],
    quote: {
      shippingMinor: 0,
      coupons: [],
      lines: [line("1", true), line("2", false)],
    },
  },
  lots: [
    { points: 250, expiresAt: "2027-03-31T16:00:00Z", returned: 50 },
    { points: 150, expiresAt: null, returned: 150 },
  ],
  refundedLines: [{ lineId: "1", quantity: 1, amountMinor: 4_000 }],
};

function asked(answer: object) {
  const { api, sent } = fakeApi([answer as never]);
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <OrderPanel />
      </QueryClientProvider>
    </ApiContext>,
  );
  fireEvent.change(screen.getByLabelText("订单号"), { target: { value: " o-1 " } });
  fireEvent.click(screen.getByRole("button", { name: "查询" }));
  return sent;
}

test("an order shows money and points of the lines that were sold, its lots, and what came back", async () => {
  const sent = asked({ orderBasket: ORDER });
  expect(await screen.findByText("¥80.00")).toBeTruthy();
  expect(sent).toEqual([{ channel: "pos", orderId: "o-1" }]);
  expect(screen.getByText("400 积分抵 ¥20.00")).toBeTruthy();
  expect(screen.getByText("¥40.00 和 200 积分")).toBeTruthy();
  expect(screen.getByText(/^250 积分，有效期至 .* · 已退回 50$/)).toBeTruthy();
  expect(screen.getByText("150 积分，永久有效 · 已退回 150")).toBeTruthy();
  expect(screen.getByText("商品行 1：1 件，¥40.00")).toBeTruthy();
});

test("an order that only money paid for says so", async () => {
  asked({ orderBasket: null });
  expect(await screen.findByText("该订单只用现金支付")).toBeTruthy();
});

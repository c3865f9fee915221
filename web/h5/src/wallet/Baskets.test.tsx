import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { Baskets } from "./Baskets.js";

const line = (captured: boolean) => ({ captured, paidMinor: 8_000, points: 400 });
const basket = (id: string, more: object) => ({
  id, state: "HELD", currency: "CNY", orderId: null, byMember: true, createdAt: "2026-03-01T04:00:00Z",
  holdExpiresAt: "2026-03-01T04:15:00Z", refundedMinor: 0, returnedPoints: 0,
  quote: { shippingMinor: 0, lines: [line(true), line(false)] },
  ...more,
});
const page = (...nodes: object[]) => ({ edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: false, endCursor: null } }) as never;

afterEach(unmount);

test("an order shows what was paid for the lines that were sold, and what came back", () => {
  const sold = basket("b1", { state: "CAPTURED", orderId: "o-1", refundedMinor: 4_000, returnedPoints: 200 });
  shown(fakeApi([]).api, <Baskets page={page(sold)} />);
  expect(document.body.textContent).toContain("订单 o-1");
  expect(document.body.textContent).toContain("¥80.00 + 400 积分");
  expect(document.body.textContent).toContain("已退回 ¥40.00 + 200 积分");
  expect(document.querySelector("button")).toBeNull();
});

test("a member lets go what the member held, and nothing that a till holds", async () => {
  const { api, sent } = fakeApi([{ cancelBasket: { userErrors: [], basket: { id: "b1" } } }]);
  shown(api, <Baskets page={page(basket("b1", {}), basket("b2", { byMember: false }))} />);
  const buttons = document.querySelectorAll("button");
  expect(buttons).toHaveLength(1);
  buttons[0]?.click();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(sent).toMatchObject([{ input: { basketId: "b1" } }]);
});

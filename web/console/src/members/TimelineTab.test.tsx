import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { TimelineRow, type TimelineItem } from "./TimelineTab.js";

const EMPTY: TimelineItem = {
  type: "ACTIVITY",
  at: "2026-03-02T04:00:00Z",
  activity: null,
  tierDecision: null,
  entry: null,
  redemption: null,
  feedback: null,
  touch: null,
};

test("each type says in words what it was, and how it stands", () => {
  const total = { minorUnits: 3600, currencyCode: "CNY" };
  const order = { type: "REFUND", channel: "pos", orderId: "o1", total, storeId: "store-01" } as const;
  const tier = { ladder: { name: "成长等级" }, fromTier: { name: "银卡" }, toTier: { name: "金卡" }, reason: "UPGRADE", note: null } as const;
  const items: TimelineItem[] = [
    { ...EMPTY, activity: order },
    { ...EMPTY, type: "TIER_DECISION", tierDecision: tier },
    { ...EMPTY, type: "ENTRY", entry: { amount: -20, balanceAfter: 80, cause: { title: "兑换", reason: null } } },
    { ...EMPTY, type: "REDEMPTION", redemption: { rewardName: "帆布袋", price: 800, state: "CONFIRMED", voucher: { state: "USED" } } },
    { ...EMPTY, type: "FEEDBACK", feedback: { text: "太甜了", state: "TRIAGED" } },
    { ...EMPTY, type: "TOUCH", touch: { message: null, occasion: "BIRTHDAY", state: "REFUSED", channel: "sms" } },
  ];
  render(<ol>{items.map((item) => <TimelineRow key={item.type} item={item} />)}</ol>);
  const rows = screen.getAllByRole("listitem").map((row) => row.textContent);
  const said = [/退货.*订单与到访.*o1 · store-01.*¥36/, /银卡 → 金卡.*等级.*达到门槛/, /兑换.*积分.*80.*-20/];
  said.push(/帆布袋.*800 积分.*已核销/, /太甜了.*反馈/, /没有适用的消息.*触达.*生日.*未发送/);
  said.forEach((each, index) => expect(rows[index]).toMatch(each));
});

test("only points and money that came in have the colour of a gain", () => {
  const entry = { amount: 20, balanceAfter: 80, cause: { title: "签到", reason: null } };
  const items: TimelineItem[] = [
    { ...EMPTY, type: "ENTRY", entry },
    { ...EMPTY, type: "FEEDBACK", feedback: { text: "太甜了", state: "TRIAGED" } },
    { ...EMPTY, type: "TOUCH", touch: { message: null, occasion: "BIRTHDAY", state: "REFUSED", channel: "sms" } },
  ];
  const { container } = render(<ol>{items.map((item) => <TimelineRow key={item.type} item={item} />)}</ol>);
  const ends = [...container.querySelectorAll("li > :last-child > strong")];
  expect(ends.map((end) => end.hasAttribute("data-negative"))).toEqual([false, true, true]);
});

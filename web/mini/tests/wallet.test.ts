import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers({ now: new Date("2026-11-30T04:00:00Z") }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const page = (nodes: readonly object[], endCursor: string | null = null) => ({
  edges: nodes.map((node) => ({ node })),
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
});
const voucher = (id: string, rewardName: string, given: object | null, state = "CONFIRMED") => ({
  id, rewardName, state, holdExpiresAt: "2026-11-30T05:00:00Z", createdAt: "2026-11-29T04:00:00Z", voucher: given,
});
const ISSUED = { code: "K7PQ22MM", state: "ISSUED", expiresOn: "2026-12-30", usedAt: null };
const USED = { code: "AAAABBBB", state: "USED", expiresOn: "2026-12-30", usedAt: "2026-11-30T01:00:00Z" };
const coupon = (id: string, code: string | null, state = "GRANTED") => ({ id, name: `券${id}`, conditions: "满 30 减 5", code, state, expiresOn: "2026-12-07" });
const entry = (id: string, amount: number, more: object = {}) => ({
  id, amount, balanceAfter: 2_168, effectiveAt: "2026-11-28T14:26:00Z", availableAt: null, expiresAt: null,
  cause: { title: `变动${id}`, orderId: null, storeId: null, reason: null, rules: [] }, ...more,
});
const RULE = {
  availableAt: "2026-12-04T16:00:00Z", expiresAt: "2027-12-31T15:59:59Z",
  cause: { title: "消费积分", orderId: "T-1", storeId: "store-03", reason: null, rules: [{ rule: { name: "消费积分" }, amount: 57, campaigns: ["周末双倍"] }] },
};
const wallet = (over: { me?: object | null; redemptions?: object | null; coupons?: object | null } = {}) => ({
  viewer: { timeZone: "Asia/Shanghai" },
  me: { id: "m", points: { available: 2_117, pending: 57, held: 0 }, entries: page([entry("1", 57, RULE), entry("2", -200)]) },
  redemptions: page([voucher("r1", "杯子", ISSUED), voucher("r2", "茶包", USED), voucher("r3", "帆布袋", null, "HELD")]),
  coupons: page([coupon("1", "C9XX"), coupon("2", null), coupon("3", "OLD1", "USED")]),
  ...over,
});

async function shown(phone: Phone, ...answers: (object | "lost")[]) {
  phone.answers = answers;
  const opened = await phone.open("wallet/page");
  await opened.call("onShow");
  return opened;
}

test("the wallet tells the points, each voucher and coupon with its state, and each change, by one question", async () => {
  const phone = new Phone();
  const opened = await shown(phone, wallet());
  expect(phone.sent).toHaveLength(1);
  for (const said of ["2,117 可用", "57 待到账", "杯子 可使用 2026年12月30日前有效", "茶包 已使用 11月30日 09:00已核销", "帆布袋 待完成 积分占用至 11月30日 13:00", "满 30 减 5", "结账时自动使用，无需出示", "+57", "-200", "2026年12月5日到账", "余额 2,168"]) {
    expect(opened.words).toContain(said);
  }
});

test("a code is shown when the member asks for it, one at a time, and never of what is used", async () => {
  const opened = await shown(new Phone(), wallet());
  expect(opened.words).not.toContain("K7PQ");
  await opened.tap("出示杯子");
  expect(opened.words).toContain("K7PQ 22MM 请将券码出示给店员");
  await opened.tap("出示券1");
  expect(opened.words).toContain("C9XX");
  expect(opened.words).not.toContain("K7PQ");
  await opened.tap("关闭");
  expect(opened.words).not.toContain("C9XX");
  for (const gone of ["出示茶包", "出示帆布袋", "出示券2", "出示券3"]) await expect(opened.tap(gone)).rejects.toThrow("nothing to tap");
});

test("a change opens to its causes: the rules with their campaigns, the order, the store, and when it expires", async () => {
  const opened = await shown(new Phone(), wallet());
  expect(opened.words).not.toContain("T-1");
  await opened.tap("消费积分 +57");
  for (const said of ["消费积分 +57 · 活动 周末双倍", "订单 T-1", "门店 store-03", "2027年12月31日过期"]) expect(opened.words).toContain(said);
});

test("further pages come behind what is shown: changes at the bottom, vouchers and coupons by a button", async () => {
  const phone = new Phone();
  const full = wallet({
    me: { id: "m", points: null, entries: page([entry("1", 1)], "e1") },
    redemptions: page([voucher("r1", "杯子", ISSUED)], "v1"),
    coupons: page([coupon("1", "C9XX")], "c1"),
  });
  const opened = await shown(phone, full);
  phone.answers = [
    { me: { id: "m", entries: page([entry("9", 9)]) } },
    { redemptions: page([voucher("r9", "茶壶", ISSUED)]) },
    { coupons: page([coupon("9", null)]) },
  ];
  await opened.call("onReachBottom");
  await opened.tap("查看更多 兑换券");
  await opened.tap("查看更多 优惠券");
  expect(phone.sent.map(({ variables }) => variables["after"])).toEqual([undefined, "e1", "v1", "c1"]);
  for (const said of ["变动1", "变动9", "杯子", "茶壶", "券1", "券9"]) expect(opened.words).toContain(said);
  await opened.call("onReachBottom");
  expect(phone.sent).toHaveLength(4);
  expect(opened.words).not.toContain("查看更多");
});

test("what is empty says so, and what is away is neither empty nor in the way", async () => {
  const empty = await shown(new Phone("en"), wallet({ me: { id: "m", points: null, entries: page([]) }, redemptions: page([]), coupons: page([]) }));
  for (const said of ["No vouchers yet", "No coupons yet"]) expect(empty.words).toContain(said);
  const problem = { message: "away", path: ["redemptions"], extensions: { code: "UNAVAILABLE" } };
  const partly = await shown(new Phone(), { data: wallet({ redemptions: null }), errors: [problem] });
  expect(partly.words).toContain("部分内容暂时无法显示");
  expect(partly.words).not.toContain("还没有兑换券");
  expect(partly.words).toContain("券1");
});

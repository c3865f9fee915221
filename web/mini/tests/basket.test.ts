import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { goodsOf, minorOf } from "../src/basket/goods.js";
import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const held = {
  id: "chk_1", state: "HELD", currency: "CNY", byMember: true, orderId: null, createdAt: "2026-03-04T04:00:00Z",
  holdExpiresAt: "2026-03-04T04:15:00Z", refundedMinor: 0, returnedPoints: 0, quote: { paidMinor: 2_600, points: 100 },
};
const list = (...nodes: object[]) => ({
  viewer: { timeZone: "Asia/Shanghai", currencyCode: "CNY" },
  baskets: { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage: false, endCursor: null } },
});
const coupon = (id: string, name: string, discountMinor: number, whyNot: string | null = null) => ({
  discountMinor, whyNot, coupon: { id, name, conditions: "满 20 元可用", expiresOn: "2026-04-01" },
});
const preview = (paidMinor: number, points = 0) => ({
  basketPreview: {
    quote: { amountMinor: 3_600, discountMinor: 3_600 - paidMinor - points, points, pointsMinor: points, shippingMinor: 0, paidMinor, pointsMost: 500, pointsStep: 100 },
    offers: [coupon("c1", "五元券", 500), coupon("c2", "大额券", 0, "MINIMUM")],
  },
});
const refusal = { code: "COUPON_HELD", field: null, message: { zh: "优惠券使用中", en: "Held" } };
const baskets = (phone: Phone) => phone.sent.flatMap(({ variables }) => (variables["basket"] ? [variables["basket"]] : []));
const inputs = (phone: Phone) => phone.sent.flatMap(({ variables }) => (variables.input ? [variables.input] : []));
const typed = (value: string) => ({ detail: { value } });

async function shown(phone: Phone, ...nodes: object[]) {
  phone.answers = [list(...nodes)];
  const page = await phone.open("basket/page");
  await page.call("onLoad", {});
  await page.call("onShow");
  return page;
}

test("a member sees what comes off a sum, chooses a coupon, and sets both aside for the till", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  await page.call("writeAmount", typed("36"));
  await page.call("writePoints", typed("100"));
  phone.answers = [preview(3_500, 100)];
  await page.tap("看看能省多少");
  for (const said of ["原价", "¥36.00", "100 积分", "还需支付", "¥35.00", "减 ¥5.00", "未达到使用门槛", "最多可用 500 积分"]) {
    expect(page.words).toContain(said);
  }
  await expect(page.tap("使用大额券")).rejects.toThrow("nothing");
  phone.answers = [preview(3_000, 100)];
  await page.tap("使用五元券");
  const basket = { lines: [{ lineId: "1", quantity: 1, amountMinor: 3_600 }], currency: "CNY", points: 100, couponIds: ["c1"] };
  expect(baskets(phone)).toEqual([{ ...basket, couponIds: [] }, basket]);
  phone.answers = [{ holdBasket: { userErrors: [], basket: { id: "chk_1", holdExpiresAt: held.holdExpiresAt } } }, list(held)];
  await page.tap("占用，到店付款");
  expect(inputs(phone)).toEqual([{ basket, requestId: expect.stringMatching(/^hold-/) }]);
  expect(page.words).toContain("已占用");
  expect(page.words).toContain("¥26.00 + 100 积分");
  expect(page.data["paid"]).toBe("");
});

test("a hold without an answer is sent again with its id; a refusal is an answer", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  await page.call("writeAmount", typed("36"));
  phone.answers = [preview(3_600)];
  await page.tap("看看能省多少");
  phone.answers = ["lost", "lost", "lost"];
  await page.tap("占用，到店付款");
  expect(page.words).toContain("请检查网络");
  phone.answers = [{ holdBasket: { userErrors: [refusal], basket: null } }, list()];
  await page.tap("占用，到店付款");
  expect(page.words).toContain("优惠券使用中");
  phone.answers = [{ holdBasket: { userErrors: [], basket: { id: "chk_1", holdExpiresAt: held.holdExpiresAt } } }, list(held)];
  await page.tap("占用，到店付款");
  const ids = inputs(phone).map(({ requestId }) => requestId);
  expect(ids).toHaveLength(5);
  expect(new Set(ids.slice(0, 4)).size).toBe(1);
  expect(ids[4]).not.toBe(ids[0]);
});

test("a member lets go what they hold, and not what a till holds or what is paid", async () => {
  const phone = new Phone();
  const paid = { ...held, id: "chk_2", state: "CAPTURED", orderId: "o1", refundedMinor: 1_000, returnedPoints: 50 };
  const page = await shown(phone, held, paid, { ...held, id: "chk_3", byMember: false });
  expect(page.words).toContain("订单 o1");
  expect(page.words).toContain("已退回 ¥10.00 + 50 积分");
  phone.answers = [{ cancelBasket: { userErrors: [], basket: { id: "chk_1" } } }, list()];
  await page.tap("取消 3月4日 12:15 的占用");
  expect(inputs(phone)).toEqual([{ basketId: "chk_1", requestId: expect.stringMatching(/^cancel-/) }]);
  expect(page.words).toContain("积分和优惠券已退回");
});

test("another sum is another basket: what was chosen for the first is gone, and nonsense asks nobody", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  await page.call("writeAmount", typed("36"));
  phone.answers = [preview(3_600), preview(3_100)];
  await page.tap("看看能省多少");
  await page.tap("使用五元券");
  await page.call("writeAmount", typed("3x"));
  expect(page.data).toMatchObject({ chosen: [], paid: "" });
  const asked = phone.sent.length;
  await page.tap("看看能省多少");
  expect(page.words).toContain("请填写金额");
  expect(phone.sent).toHaveLength(asked);
});

test("an answer about a sum that is no longer typed is not shown beside the newer one", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  await page.call("writeAmount", typed("36"));
  phone.answers = [preview(3_500)];
  const looking = page.call("look");
  await page.call("writeAmount", typed("360"));
  await looking;
  expect(page.data).toMatchObject({ paid: "", offers: [], isLoading: false });
});

test("goods come from a shop's link, and nothing else than goods does", async () => {
  const goods = [{ lineId: "1", sku: "mango", quantity: 2, amountMinor: 3_600 }];
  const link = encodeURIComponent(JSON.stringify(goods));
  const phone = new Phone();
  phone.answers = [list()];
  const page = await phone.open("basket/page");
  await page.call("onLoad", { goods: link });
  await page.call("onShow");
  phone.answers = [preview(3_600)];
  await page.tap("看看能省多少");
  expect(baskets(phone)).toEqual([{ lines: goods, currency: "CNY", points: 0, couponIds: [] }]);
  expect(page.words).toContain("所选商品");
  const odd = [{}, { ...goods[0], quantity: 0 }, { ...goods[0], amountMinor: -1 }, { ...goods[0], amountMinor: 1.5 }, { ...goods[0], sku: 5 }, { ...goods[0], lineId: "" }, null];
  for (const bad of [undefined, "%", "{}", ...odd.map((each) => JSON.stringify([each]))]) expect(goodsOf(bad)).toEqual([]);
});

test("a sum has no more digits than its currency", () => {
  expect(["36", "12.5", "0.01"].map((sum) => minorOf(sum, "CNY"))).toEqual([3_600, 1_250, 1]);
  expect(minorOf("600", "JPY")).toBe(600);
  for (const bad of ["", "x", "1.234", "-1", "1e3"]) expect(minorOf(bad, "CNY")).toBe(0);
  expect(minorOf("6.5", "JPY")).toBe(0);
});

test("the wallet leads here", async () => {
  const phone = new Phone();
  const page = await phone.open("wallet/page");
  await page.call("pay");
  expect(phone.calls["navigateTo"]).toEqual([{ url: "/basket/page" }]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const refused = { code: "OUT_OF_STOCK", field: null, message: { zh: "已兑完", en: "Out of stock" } };
const reward = (code: string, name: string, hindrance: object | null = null) => ({
  node: { code, name, price: 100, stock: 3, minTier: null, hindrance },
});
const list = {
  viewer: null,
  me: { id: "m", points: { available: 500 } },
  rewards: { edges: [reward("cup", "杯子"), reward("bag", "布袋", refused)], pageInfo: { hasNextPage: true, endCursor: "next" } },
};
const held = { redeem: { userErrors: [], redemption: { id: "r1" } } };
const confirmed = { confirmRedemption: { userErrors: [], redemption: { id: "r1", voucher: { code: "K7" } } } };
const inputs = (phone: Phone) => phone.sent.flatMap(({ variables }) => (variables.input ? [variables.input] : []));

async function shown(phone: Phone) {
  phone.answers.unshift(list);
  const page = await phone.open("rewards/page");
  await page.call("onShow");
  return page;
}

test("a reward is redeemed by two requests with ids of their own, and its code is shown", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  expect(page.words).toContain("已兑完");
  await expect(page.tap("兑换布袋")).rejects.toThrow("disabled");
  phone.answers = [held, confirmed, list];
  await page.tap("兑换杯子");
  const [redeem, confirm] = inputs(phone);
  expect(redeem).toMatchObject({ rewardCode: "cup", requestId: expect.stringMatching(/^redeem-/) });
  expect(confirm).toMatchObject({ redemptionId: "r1", requestId: expect.stringMatching(/^confirm-/) });
  expect(page.words).toContain("券码 K7");
  expect(phone.storage.size).toBe(0);
});

test("an immediate reward is done by the first request, with a code or without", async () => {
  for (const voucher of [{ code: "K7" }, null]) {
    const phone = new Phone();
    const page = await shown(phone);
    phone.answers = [{ redeem: { userErrors: [], redemption: { id: "r1", state: "CONFIRMED", voucher } } }, list];
    await page.tap("兑换杯子");
    expect(inputs(phone)).toHaveLength(1);
    expect(page.words.includes("券码 K7")).toBe(voucher !== null);
    expect(phone.storage.size).toBe(0);
  }
});

test("a member who says no redeems nothing", async () => {
  const phone = new Phone();
  phone.confirms = false;
  const page = await shown(phone);
  await page.tap("兑换杯子");
  expect(inputs(phone)).toEqual([]);
});

test("a redemption without an answer keeps its request id, also when WeChat ended the mini-program meanwhile", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  phone.answers = ["lost", "lost", "lost"];
  await page.tap("兑换杯子");
  expect(page.words).toContain("请检查网络");
  await expect(page.tap("兑换杯子")).rejects.toThrow("disabled");
  const again = await shown(phone);
  expect(again.words).toContain("「杯子」的兑换尚未完成");
  phone.answers = [held, "lost", "lost", "lost"];
  await again.tap("继续兑换");
  const third = await shown(phone);
  phone.answers = [confirmed, list];
  await third.tap("继续兑换");
  const ids = (what: string) => inputs(phone).flatMap((input) => (what in input ? [input["requestId"]] : []));
  expect(ids("rewardCode")).toHaveLength(4);
  expect(new Set(ids("rewardCode")).size).toBe(1);
  expect(ids("redemptionId")).toHaveLength(4);
  expect(new Set(ids("redemptionId")).size).toBe(1);
  expect(third.words).toContain("券码 K7");
  expect(third.words).not.toContain("尚未完成");
});

test("a refusal is an answer: its words are shown, and the next tap is another wish", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  phone.answers = [{ redeem: { userErrors: [refused], redemption: null } }, list, held, confirmed, list];
  await page.tap("兑换杯子");
  expect(page.words).toContain("已兑完");
  await page.tap("兑换杯子");
  const [first, second] = inputs(phone);
  expect(first?.["requestId"]).not.toBe(second?.["requestId"]);
});

test("who gives up gets the points back, when it is known whether they are held", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  phone.answers = ["lost", "lost", "lost"];
  await page.tap("兑换杯子");
  phone.answers = [held, { cancelRedemption: { userErrors: [], redemption: { id: "r1" } } }, list];
  await page.tap("取消兑换");
  expect(inputs(phone).at(-1)).toMatchObject({ redemptionId: "r1", requestId: expect.stringMatching(/^cancel-/) });
  expect(page.words).toContain("积分已退回");
  expect(phone.storage.size).toBe(0);
});

test("a phone that keeps nothing keeps the id while the mini-program runs", async () => {
  const phone = new Phone();
  phone.isFull = true;
  const page = await shown(phone);
  phone.answers = ["lost", "lost", "lost"];
  await page.tap("兑换杯子");
  phone.answers = [held, confirmed, list];
  await page.tap("继续兑换");
  expect(new Set(inputs(phone).slice(0, 4).map(({ requestId }) => requestId)).size).toBe(1);
});

test("the end of the list brings the next page below it", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  phone.answers = [{ ...list, rewards: { edges: [reward("mug", "马克杯")], pageInfo: { hasNextPage: false, endCursor: null } } }];
  await page.call("onReachBottom");
  expect(phone.sent.at(-1)?.variables).toEqual({ after: "next", isFirst: true });
  expect(page.words).toContain("杯子");
  expect(page.words).toContain("马克杯");
  await page.call("onReachBottom");
  expect(phone.sent).toHaveLength(2);
});

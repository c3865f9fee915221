import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const forecast = {
  growthToNext: 400,
  growthToKeep: 50,
  basis: "growth",
  currencyCode: "CNY",
  judgedOn: "2027-01-01",
  nextTier: { name: "金卡" },
  expectedTier: { name: "普卡" },
};
const answer = {
  viewer: { timeZone: "Asia/Shanghai" },
  me: {
    id: "m",
    name: "王芳",
    growth: 100,
    tier: { name: "银卡", multiplier: 1.2 },
    forecast,
    checkIns: { checkedInToday: false, streak: 2, nextBonus: { inDays: 5, asset: "POINTS", amount: 20 } },
    points: { available: 1234, pending: 5, expiring: [{ points: 30, on: "2026-12-31" }, { points: 7, on: "2027-01-02" }] },
  },
};

test("the card tells tier, balance, the way to the next tier and all that expires", async () => {
  const phone = new Phone();
  phone.answers = [answer];
  const page = await phone.open("card/page");
  expect(page.words).toBe("正在加载");
  await page.call("onShow");
  for (const said of ["王芳", "银卡", "积分 1.2 倍", "1,234", "待到账 5", "还差 400 成长值升级金卡", "2027年1月1日前还差 50 成长值可保级", "否则将变为普卡", "30 积分将于12月31日过期", "7 积分将于1月2日过期"]) {
    expect(page.words).toContain(said);
  }
  expect(page.data["card"]).toMatchObject({ share: 20 });
});

test("production is asked by ids and with WeChat's login, in the phone's language", async () => {
  const phone = new Phone("en");
  phone.answers = [answer];
  await (await phone.open("card/page")).call("onShow");
  const [sent] = phone.sent;
  expect(sent?.url).toBe("https://members.example.com/graphql");
  expect(sent?.query).toMatch(/^[0-9a-f]{64}$/);
  expect([sent?.language, phone.logins]).toEqual(["en", 1]);
});

test("without an answer the card says so and asks again, and what was shown stays", async () => {
  const phone = new Phone();
  phone.answers = ["lost", "lost", "lost", answer];
  const page = await phone.open("card/page");
  await page.call("onShow");
  expect(page.words).toContain("请检查网络");
  await page.tap("重试");
  expect(page.words).toContain("1,234");
  await page.call("onPullDownRefresh");
  expect(page.words).toContain("请检查网络");
  expect(page.words).toContain("1,234");
  // The brand's time zone is asked for until it is known.
  expect(phone.sent.map(({ variables }) => variables["isFirst"])).toEqual([true, true, true, true, false, false, false]);
});

test("points that are away leave the rest of the card", async () => {
  const phone = new Phone();
  const problem = { message: "积分暂不可用", path: ["me", "points"], extensions: { code: "UNAVAILABLE" } };
  phone.answers = [{ data: { ...answer, me: { ...answer.me, points: null } }, errors: [problem] }];
  const page = await phone.open("card/page");
  await page.call("onShow");
  expect(page.words).toContain("部分内容暂时无法显示");
  expect(page.words).toContain("银卡");
  expect(page.words).not.toContain("可用积分");
});

test("a check-in whose answer was lost is the same wish at the next tap, and the card says that it is done", async () => {
  const phone = new Phone();
  const done = { checkIn: { userErrors: [], streak: 3, checkIn: { awards: [{ asset: "POINTS", amount: 5 }] } } };
  const after = { ...answer, me: { ...answer.me, checkIns: { checkedInToday: true, streak: 3, nextBonus: null } } };
  phone.answers = [answer, "lost", "lost", "lost", done, after];
  const page = await phone.open("card/page");
  await page.call("onShow");
  expect(page.words).toContain("已连续 2 天");
  expect(page.words).toContain("再签 5 天得 20 积分");
  await page.tap("签到");
  expect(page.words).toContain("请检查网络");
  await page.tap("签到");
  expect(page.words).toContain("签到成功，已连续 3 天 · 获得 5 积分");
  expect(page.words).toContain("今日已签到");
  const wishes = phone.sent.map(({ variables }) => variables["input"] as { requestId: string } | undefined).filter((input) => input !== undefined);
  expect(wishes.length).toBeGreaterThan(1);
  expect(new Set(wishes.map(({ requestId }) => requestId)).size).toBe(1);
});

test("a brand without check-ins shows none, and a refusal is told in words", async () => {
  const phone = new Phone();
  const refused = { checkIn: { userErrors: [{ code: "CHECK_IN_UNAVAILABLE", field: null, message: { zh: "未提供此功能。", en: "Not offered." } }], streak: null, checkIn: null } };
  const none = { ...answer, me: { ...answer.me, checkIns: null } };
  phone.answers = [answer, refused, none];
  const page = await phone.open("card/page");
  await page.call("onShow");
  await page.tap("签到");
  expect(page.words).toContain("未提供此功能。");
  expect(page.words).not.toContain("每日签到");
});

test("changes are followed while the card is shown, by one socket that ends with it", async () => {
  const phone = new Phone();
  phone.answers = [answer];
  const page = await phone.open("card/page");
  await page.call("onShow");
  expect(phone.sockets.map(({ url }) => url)).toEqual(["wss://members.example.com/graphql"]);
  const [socket] = phone.sockets;
  socket?.change({ pointsChanged: { id: "1", live: true } });
  await vi.advanceTimersByTimeAsync(0);
  // The first message only says where it begins.
  expect(phone.sent).toHaveLength(1);
  phone.answers = [{ ...answer, me: { ...answer.me, points: { available: 77, pending: 0, expiring: [] } } }];
  socket?.change({ pointsChanged: { id: "2", live: false } });
  await vi.advanceTimersByTimeAsync(0);
  expect(page.words).toContain("77");
  await page.call("onHide");
  expect(phone.sockets.map(({ isOpen }) => isOpen)).toEqual([false]);
});

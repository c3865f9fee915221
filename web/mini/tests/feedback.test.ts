import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const item = (state: string, rating: number | null = null) => ({
  node: {
    id: "f1",
    text: "太甜了",
    state,
    rating,
    createdAt: "2026-11-29T18:00:00Z",
    topics: [{ name: "口味" }],
    timeline: [{ at: "2026-11-29T19:00:00Z", message: "已调整配方", said: null }, { at: "2026-11-29T20:00:00Z", message: null, said: "是大杯" }],
  },
});
const items = (...edges: object[]) => ({
  viewer: { timeZone: "Asia/Shanghai" },
  me: { id: "m", feedback: { edges, pageInfo: { hasNextPage: false, endCursor: null } } },
});
const done = (field: string) => ({ [field]: { userErrors: [], feedback: { id: "f1" } } });

async function shown(phone: Phone, ...edges: object[]) {
  phone.answers = [items(...edges)];
  const page = await phone.open("feedback/page");
  await page.call("onShow");
  return page;
}

test("words that got no answer stay and are sent again with the same id, and go when they were taken", async () => {
  const phone = new Phone();
  const page = await shown(phone);
  await expect(page.tap("提交")).rejects.toThrow("disabled");
  await page.call("write", { detail: { value: " 茶很好喝 " } });
  phone.answers = ["lost", "lost", "lost"];
  await page.tap("提交");
  expect(page.data["text"]).toBe(" 茶很好喝 ");
  phone.answers = [done("submitFeedback"), items(item("NEW"))];
  await page.tap("提交");
  const sent = phone.sent.flatMap(({ variables }) => (variables.input ? [variables.input] : []));
  expect(sent).toHaveLength(4);
  expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
  expect(sent[0]).toMatchObject({ text: "茶很好喝", channel: "mini_program" });
  expect(page.data["text"]).toBe("");
  expect(page.words).toContain("已收到");
  expect(page.words).toContain("太甜了");
  // Nobody reads a member's words on the phone.
  expect(phone.storage.size).toBe(0);
});

test("an answer goes to the item that waits for it, and both sides are told", async () => {
  const phone = new Phone();
  const page = await shown(phone, item("WAITING"));
  expect(page.words).toContain("您： 是大杯");
  await page.tap("您的回答（我们在等您）");
  await page.call("writeMore", { detail: { value: " 静安寺店 " } });
  phone.answers = ["lost", "lost", "lost"];
  await page.tap("发送");
  expect(page.data["more"]).toBe(" 静安寺店 ");
  phone.answers = [done("continueFeedback"), items(item("ASSIGNED"))];
  await page.tap("发送");
  const sent = phone.sent.flatMap(({ variables }) => (variables.input ? [variables.input] : []));
  expect(sent.at(-1)).toMatchObject({ feedbackId: "f1", text: "静安寺店", reopens: false });
  expect(new Set(sent.map(({ requestId }) => requestId)).size).toBe(1);
  expect(page.data["more"]).toBe("");
});

test("an item tells its state, its topics and what was answered", async () => {
  const page = await shown(new Phone(), item("ASSIGNED"));
  for (const said of ["处理中", "口味", "已调整配方"]) expect(page.words).toContain(said);
  expect(page.words).not.toContain("这次处理对您有帮助吗");
});

test("the member says whether it is solved, and how far it has helped", async () => {
  const phone = new Phone();
  const page = await shown(phone, item("RESOLVED"));
  phone.answers = [done("confirmFeedback"), items(item("CONFIRMED"))];
  await page.tap("已解决");
  phone.answers = [done("rateFeedback"), items(item("CONFIRMED", 4))];
  await page.tap("4 分");
  const sent = phone.sent.flatMap(({ variables }) => (variables.input ? [variables.input] : []));
  expect(sent).toMatchObject([{ feedbackId: "f1" }, { feedbackId: "f1", score: 4 }]);
  expect(page.words).toContain("您评了 4 分");
});

test("a refusal is said, and the same button is another wish", async () => {
  const phone = new Phone("en");
  const page = await shown(phone, item("RESOLVED"));
  const refused = { reopenFeedback: { userErrors: [{ code: "X", field: null, message: { zh: "不行", en: "Too late" } }], feedback: null } };
  phone.answers = [refused, refused];
  await page.tap("Not solved yet");
  expect(page.words).toContain("Too late");
  await page.tap("Not solved yet");
  const ids = phone.sent.flatMap(({ variables }) => (variables.input ? [variables.input["requestId"]] : []));
  expect(new Set(ids).size).toBe(2);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const message = (readAt: string | null, purpose = "SERVICE") => ({
  node: { id: "1", title: "生日快乐", text: "送您一杯茶", why: "因为生日", sentAt: "2026-11-29T18:00:00Z", readAt, purpose },
});
const inbox = (unread: number, ...edges: object[]) => ({
  viewer: { timeZone: "Asia/Shanghai" },
  inbox: { unread, edges, pageInfo: { hasNextPage: false, endCursor: null } },
});

test("a message shows its words when it is opened, which makes it read once", async () => {
  const phone = new Phone();
  const opened = { openMessage: { userErrors: [], message: { id: "1", readAt: "2026-11-30T00:00:00Z" } } };
  phone.answers = [inbox(1, message(null)), opened, inbox(0, message("2026-11-30T00:00:00Z"))];
  const page = await phone.open("inbox/page");
  await page.call("onShow");
  expect(page.words).toContain("1 条未读");
  expect(page.words).toContain("11月30日");
  expect(page.words).not.toContain("送您一杯茶");
  await page.tap("生日快乐 未读");
  expect(phone.sent[1]?.variables.input).toMatchObject({ messageId: "1", requestId: expect.stringMatching(/^open-/) });
  expect(page.words).toContain("送您一杯茶");
  expect(page.words).toContain("因为生日");
  expect(page.words).not.toContain("未读");
  await page.tap("生日快乐");
  expect(page.words).not.toContain("送您一杯茶");
  await page.tap("生日快乐");
  expect(phone.sent).toHaveLength(3);
});

test("without an answer it stays unread, and the next look says it again with the same id", async () => {
  const phone = new Phone();
  phone.answers = [inbox(1, message(null)), "lost", "lost", "lost", "lost", "lost", "lost"];
  const page = await phone.open("inbox/page");
  await page.call("onShow");
  await page.tap("生日快乐 未读");
  await page.tap("生日快乐 未读");
  await page.tap("生日快乐 未读");
  const ids = phone.sent.slice(1).map(({ variables }) => variables.input["requestId"]);
  expect([ids.length, new Set(ids).size]).toEqual([6, 1]);
});

test("an empty inbox says so", async () => {
  const phone = new Phone("en");
  phone.answers = [inbox(0)];
  const page = await phone.open("inbox/page");
  await page.call("onShow");
  expect(page.words).toContain("No messages yet");
});

const READ = "2026-11-30T00:00:00Z";
const WAY_OUT = "不想再收到这类消息";

async function opened(phone: Phone, purpose: string) {
  phone.answers.unshift(inbox(0, message(READ, purpose)));
  const page = await phone.open("inbox/page");
  await page.call("onShow");
  await page.tap("生日快乐");
  return page;
}

test("a message that needs consent can be ended where it is read, after a question, once", async () => {
  const phone = new Phone();
  phone.answers = ["lost", "lost", "lost", { withdrawConsent: { userErrors: [], consents: [] } }];
  const page = await opened(phone, "MARKETING");
  await page.tap(WAY_OUT);
  await page.tap(WAY_OUT);
  const asked = phone.sent.slice(1).map(({ variables }) => variables.input);
  expect(new Set(asked.map(({ purpose, requestId }) => `${purpose} ${requestId}`)).size).toBe(1);
  expect(asked[0]).toMatchObject({ purpose: "MARKETING", requestId: expect.stringMatching(/^opt-out-/) });
  expect(page.words).toContain("不会再收到这类消息");
});

test("whoever says no to the question keeps their consent", async () => {
  const phone = new Phone();
  phone.confirms = false;
  const page = await opened(phone, "SURVEY");
  await page.tap(WAY_OUT);
  expect(phone.calls["showModal"]).toHaveLength(1);
  expect(phone.sent).toHaveLength(1);
});

test("a message of the membership itself has no such button", async () => {
  const page = await opened(new Phone(), "SERVICE");
  expect(page.words).toContain("送您一杯茶");
  expect(page.words).not.toContain(WAY_OUT);
});

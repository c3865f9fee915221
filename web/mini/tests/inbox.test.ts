import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Phone } from "./phone.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const message = (readAt: string | null) => ({
  node: { id: "1", title: "生日快乐", text: "送您一杯茶", why: "因为生日", sentAt: "2026-11-29T18:00:00Z", readAt },
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

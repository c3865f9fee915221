import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { MessageRow } from "./InboxPage.js";

const MESSAGE = {
  id: "tch_1",
  title: "生日快乐",
  text: "66积分已送到。",
  why: "原因：您的生日。您同意接收营销消息（2026-03-02）。这是第1条，上限2条。",
  sentAt: "2026-03-02T12:11:00Z",
  readAt: null,
  feedbackId: null,
  purpose: "MARKETING" as const,
};

afterEach(unmount);

/** Opens or closes the message, and waits until nothing is under way. */
async function toggle(isOpen: boolean): Promise<void> {
  await act(async () => {
    const details = document.querySelector("details");
    if (details) details.open = isOpen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
}

test("opening a message makes it read, once, and it says why it came", async () => {
  const done = { openMessage: { userErrors: [], message: { id: "tch_1", readAt: "2026-03-02T13:00:00Z" } } };
  const { api, sent } = fakeApi([done]);
  shown(api, <MessageRow message={MESSAGE} />);
  expect(document.body.textContent).toContain("未读");
  await toggle(true);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.input).toMatchObject({ messageId: "tch_1" });
  expect(document.body.textContent).toContain("为什么收到");
  expect(document.body.textContent).toContain("您同意接收营销消息（2026-03-02）");
});

test("a message about the member's feedback leads there", () => {
  const { api } = fakeApi([]);
  shown(api, <MessageRow message={{ ...MESSAGE, feedbackId: "RmVlZGJhY2s6ZmJrXzE" }} />);
  expect(document.querySelector('a[href$="/feedback"]')?.textContent).toBe("查看我的反馈");
});

test("each message that needs consent leads to where the member ends it", () => {
  const { api } = fakeApi([]);
  const wayOut = () => document.querySelector('a[href$="/consents"]')?.textContent;
  shown(api, <MessageRow message={MESSAGE} />);
  expect(wayOut()).toBe("不想再收到这类消息");
  unmount();
  shown(api, <MessageRow message={{ ...MESSAGE, purpose: "SERVICE" as const }} />);
  expect(wayOut()).toBeUndefined();
});

test("a message that was read before asks for nothing", async () => {
  const { api, sent } = fakeApi([]);
  shown(api, <MessageRow message={{ ...MESSAGE, readAt: "2026-03-02T13:00:00Z" }} />);
  expect(document.body.textContent).not.toContain("未读");
  await toggle(true);
  await toggle(false);
  expect(sent).toHaveLength(0);
});

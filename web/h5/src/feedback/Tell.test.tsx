import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { Tell } from "./FeedbackPage.js";

afterEach(unmount);

const say = (words: string) =>
  act(() => {
    const box = document.querySelector("textarea") as HTMLTextAreaElement;
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

test("a member chooses to stay unknown, and reads before what that means", async () => {
  const done = { submitFeedback: { userErrors: [], feedback: { id: "fbk_1" } } };
  const { api, sent } = fakeApi([done, done]);
  shown(api, <Tell />);
  expect(document.body.textContent).toContain("我们会回复您");
  say("茶洒了");
  await press("提交");
  expect(sent[0]?.input).toMatchObject({ text: "茶洒了", anonymous: false });

  act(() => (document.querySelector('[role="switch"]') as HTMLInputElement).click());
  expect(document.body.textContent).toContain("无法单独回复您");
  say("店员骂人");
  await press("提交");
  expect(sent[1]?.input).toMatchObject({ text: "店员骂人", anonymous: true, attachments: [], attachmentUrls: [] });
  expect(document.body.textContent).toContain("已收到");
});

test("words that were refused stay, with the reason", async () => {
  const message = { zh: "参数不正确。", en: "Not right." };
  const { api } = fakeApi([{ submitFeedback: { userErrors: [{ code: "INVALID_ARGUMENT", field: "text", message }], feedback: null } }]);
  shown(api, <Tell />);
  say("好");
  await press("提交");
  expect(textOf("alert")).toBe(message.zh);
  expect((document.querySelector("textarea") as HTMLTextAreaElement).value).toBe("好");
});

import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { GoOn, Talk } from "./Talk.js";

afterEach(unmount);

const write = (words: string) =>
  act(() => {
    const box = document.querySelector("textarea") as HTMLTextAreaElement;
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

test("both sides of a thread are shown in their order, and steps without words are not", () => {
  const { api } = fakeApi([]);
  const at = "2026-11-29T19:00:00Z";
  const timeline = [
    { at, state: "NEW" as const, message: null, said: null },
    { at, state: "WAITING" as const, message: "哪家门店？", said: null },
    { at, state: "TRIAGED" as const, message: null, said: "静安寺店" },
  ];
  shown(api, <Talk timeline={timeline} />);
  const turns = [...document.querySelectorAll("li")].map((each) => each.textContent);
  expect(turns).toHaveLength(2);
  expect(turns[0]).toContain("哪家门店？");
  expect(turns[1]).toContain("您： 静安寺店");
});

test("a member who is awaited answers at once, and refused words stay", async () => {
  const message = { zh: "该反馈已处理完成。", en: "Resolved already." };
  const refused = { continueFeedback: { userErrors: [{ code: "FEEDBACK_ENDED", field: null, message }], feedback: null } };
  const done = { continueFeedback: { userErrors: [], feedback: { id: "f1" } } };
  const { api, sent } = fakeApi([refused, done]);
  shown(api, <GoOn id="f1" isAwaited />);
  write(" 静安寺店 ");
  await press("发送");
  expect(textOf("alert")).toBe(message.zh);
  expect((document.querySelector("textarea") as HTMLTextAreaElement).value).toBe(" 静安寺店 ");
  await press("发送");
  expect(sent[1]?.input).toMatchObject({ feedbackId: "f1", text: "静安寺店", reopens: false });
  expect((document.querySelector("textarea") as HTMLTextAreaElement).value).toBe("");
});

test("a member who is not awaited finds the box behind a button", async () => {
  const { api } = fakeApi([]);
  shown(api, <GoOn id="f1" isAwaited={false} />);
  expect(document.querySelector("textarea")).toBeNull();
  await press("继续补充");
  expect(document.querySelector("textarea")).not.toBeNull();
});

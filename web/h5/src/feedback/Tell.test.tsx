import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { Tell } from "./FeedbackPage.js";
import { SentPictures } from "./SentPictures.js";

afterEach(() => {
  unmount();
  vi.unstubAllGlobals();
});

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

/** A store that gives these answers; 0 is none. */
function fakeStore(answers: number[]): string[] {
  const urls: string[] = [];
  class FakeRequest {
    upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    status = 0;
    onload?: () => void;
    onerror?: () => void;
    open(_: string, url: string) {
      urls.push(url);
    }
    setRequestHeader() {}
    send() {
      this.status = answers.shift() ?? 0;
      this.upload.onprogress?.({ loaded: 1, total: 2 });
      if (this.status) this.onload?.();
      else this.onerror?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  return urls;
}

const choose = (...names: string[]) =>
  act(() => {
    const input = document.querySelector('input[type="file"]') as HTMLInputElement;
    const files = names.map((name) => new File([name], `${name}.png`, { type: "image/png" }));
    Object.defineProperty(input, "files", { value: files, configurable: true });
    Object.defineProperty(input, "value", { value: "", writable: true, configurable: true });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
/** Waits until it holds: reading files and sending them takes as long as it takes. */
const until = (holds: () => void) =>
  vi.waitFor(
    async () => {
      await act(() => new Promise<void>((resolve) => setTimeout(resolve, 5)));
      holds();
    },
    { timeout: 10_000, interval: 5 },
  );
const page = () => document.body.textContent;
const place = (n: number) => ({
  requestUpload: { userErrors: [], upload: { attachment: `ref-${n}`, method: "PUT", url: `https://store/${n}`, headers: [] } },
});
const DONE = { submitFeedback: { userErrors: [], feedback: { id: "fbk_1" } } };

test("after a lost network the same pictures go on to the same places, and each is there once", async () => {
  const { api, sent } = fakeApi([place(1), place(2), DONE]);
  const urls = fakeStore([200, 0, 0, 0, 412]);
  shown(api, <Tell />);
  say("洒了");
  await choose("a", "b");
  await until(() => expect((document.querySelector("figure img") as HTMLImageElement).src).toMatch(/^data:image\/png/));
  await press("提交");
  await until(() => expect(page()).toContain("图片未发送成功"));
  expect((document.querySelector("textarea") as HTMLTextAreaElement).value).toBe("洒了");
  expect(urls).toEqual(["https://store/1", "https://store/2", "https://store/2", "https://store/2"]);
  await press("提交");
  await until(() => expect(page()).toContain("已收到"));
  expect(urls.slice(4)).toEqual(["https://store/2"]);
  expect(sent[2]?.input).toMatchObject({ text: "洒了", attachments: ["ref-1", "ref-2"], anonymous: false });
  expect(document.querySelectorAll("figure")).toHaveLength(0);
});

test("who stays unknown sends pictures to places that lead to nobody, and a refused one says so", async () => {
  const refused = { requestUpload: { upload: null, userErrors: [{ code: "INVALID_ARGUMENT", field: "sizeBytes", message: { zh: "", en: "" } }] } };
  const { api, sent } = fakeApi([place(1), refused, place(3), DONE]);
  fakeStore([200, 200]);
  shown(api, <Tell />);
  say("洒了");
  await choose("a", "b");
  await press("提交");
  await until(() => expect(page()).toContain("过大或格式不支持"));
  await press("移除图片 2");
  act(() => (document.querySelector('[role="switch"]') as HTMLInputElement).click());
  await press("提交");
  await until(() => expect(page()).toContain("已收到"));
  expect(sent.slice(0, 3).map(({ input }) => input["anonymous"])).toEqual([false, false, true]);
  expect(sent[3]?.input).toMatchObject({ attachments: ["ref-3"], anonymous: true });
});

test("at most nine pictures go with one item", async () => {
  const { api } = fakeApi([]);
  shown(api, <Tell />);
  await choose(..."abcdefghijk");
  await until(() => expect(document.querySelectorAll("figure")).toHaveLength(9));
  expect(document.querySelector('input[type="file"]')).toBeNull();
});

test("a member reads what became of each picture, and what to do about it", () => {
  const at = (state: string, problem: string | null, url: string | null) => ({ state, problem, url, contentType: "image/png" });
  const { api } = fakeApi([]);
  shown(api, <SentPictures attachments={[at("ARRIVED", null, "https://store/a"), at("MISSING", null, null), at("WRONG", "TOO_LARGE", null), at("CHECKING", null, null)] as never} />);
  expect(document.querySelectorAll("img")).toHaveLength(1);
  expect([...document.querySelectorAll("p")].map((each) => each.textContent)).toEqual([
    "图片 2: 文件未收到，请重新提交反馈并上传。",
    "图片 3: 文件过大，请压缩后重新提交。",
  ]);
});

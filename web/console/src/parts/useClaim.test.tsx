import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import type { FeedbackItemFragment } from "../generated/documents.js";
import { ApiContext, newCache } from "../lib/api.js";
import { SessionContext, type SignedIn } from "../lib/signedIn.js";
import { FeedbackItem } from "./FeedbackItem.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ITEM = {
  id: "fbk_1", text: "太甜了", channel: "h5", state: "TRIAGED", priority: "GENERAL", memberId: null, anonymous: false,
  topics: [], timeline: [{ at: "2026-03-02T12:00:00Z", state: "NEW" }], clocks: [], attachments: [], attachmentUrls: [], mentions: [], rating: null,
  createdAt: "2026-03-02T12:00:00Z", responseDueAt: null, resolutionDueAt: null, firstResponseAt: null,
} as unknown as FeedbackItemFragment;
const here = (answerer: string | null, ...readers: string[]) => ({ feedbackReaders: { readers, answerer } });
const now = (answerer: string | null, steps = 1) => ({ feedbackReaders: { answerer }, node: { timeline: Array(steps).fill({ at: "" }) } });
const SENT = { replyFeedback: { replayed: false, feedback: ITEM, userErrors: [] } };

const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

/** The page of Ann, and what it has asked: of a claim its wish, of an answer its words. */
async function opened(answers: readonly object[], scopes = ["feedback:write"]) {
  const { api, sent } = fakeApi(answers);
  const ann = { subject: "ann", may: (scope: string) => scopes.includes(scope) } as unknown as SignedIn;
  const { unmount } = render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <SessionContext value={ann}>
          <FeedbackItem item={ITEM} />
        </SessionContext>
      </QueryClientProvider>
    </ApiContext>,
  );
  await pass(10);
  const asked = () => sent.map((each) => ("claim" in each ? each["claim"] : each.input["message"]));
  const write = async (words: string) => {
    fireEvent.change(screen.getByRole("textbox"), { target: { value: words } });
    await pass(10);
  };
  const press = async (name: string) => {
    fireEvent.click(screen.getByRole("button", { name }));
    await pass(10);
  };
  return { asked, write, press, unmount };
}

test("who else has the item open is told while it is open: every 15 seconds, and every 3 while somebody has", async () => {
  const { asked, unmount } = await opened([here(null), here("bob", "bob", "cai"), here(null, "cai"), { feedbackReaders: null }]);
  const told = () => screen.getAllByRole("status")[0]?.textContent;
  expect(told()).toBe("");
  await pass(14_000);
  expect(asked()).toHaveLength(1);
  await pass(1_000);
  expect(told()).toBe("bob正在回复，cai也在查看");
  await pass(3_000);
  expect(told()).toBe("cai也在查看");
  await pass(3_000);
  expect(told()).toBe("");
  unmount();
  await pass(60_000);
  expect(asked()).toEqual([null, null, null, null]);
});

test("the first keystroke claims the item, a pause lets the claim end, and an emptied box gives it back", async () => {
  const { asked, write } = await opened([here(null), here("ann"), here("ann")]);
  await write("您");
  expect(asked()).toEqual([null, "BEGIN"]);
  expect(screen.queryByRole("alert")).toBeNull();
  await write("您好");
  await pass(15_000);
  expect(asked()).toEqual([null, "BEGIN", "BEGIN"]);
  for (let quarters = 0; quarters < 8; quarters += 1) await pass(15_000);
  const before = asked().length;
  expect(asked().slice(-4)).toEqual([null, null, null, null]);
  await write("您好，");
  expect(asked().slice(before)).toEqual(["BEGIN"]);
  await write("");
  expect(asked().slice(before)).toContain("END");
});

test("the claim ends with the answer, and with the item that is left", async () => {
  const { asked, write, press, unmount } = await opened([here(null), here("ann"), now("ann"), SENT]);
  await write("抱歉");
  await press("发送");
  expect(asked().slice(0, 4)).toEqual([null, "BEGIN", "BEGIN", "抱歉"]);
  expect(asked().slice(4)).toContain("END");
  await write("再");
  unmount();
  await pass(10);
  expect(asked().at(-1)).toBe("END");
});

test("whoever lost the claim is told before anything is sent, and is not locked out", async () => {
  const { asked, write, press } = await opened([here(null), here("ann"), now("bob"), here("bob", "bob")]);
  await write("抱歉");
  await press("发送");
  expect(screen.getByRole("alert").textContent).toContain("尚未发送：bob正在回复");
  expect(asked()).not.toContain("抱歉");
  expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe("抱歉");
  await press("仍然发送");
  expect(asked().slice(-4)).toContain("TAKE");
  expect(asked()).toContain("抱歉");
});

test("an item that went on meanwhile is looked at before it is answered", async () => {
  const { asked, write, press } = await opened([here(null), here("ann"), now("ann", 2)]);
  await write("抱歉");
  await press("发送");
  expect(screen.getByRole("alert").textContent).toContain("有了新进展");
  expect(asked()).not.toContain("抱歉");
});

test("another who answers is told of while one writes, and can be relieved", async () => {
  const { asked, write, press } = await opened([here(null, "bob"), here("bob", "bob"), now("ann"), here("ann", "bob")]);
  await write("抱歉");
  expect(screen.getByRole("alert").textContent).toContain("bob正在回复");
  await press("改由我回复");
  expect(asked().slice(0, 4)).toEqual([null, "BEGIN", "TAKE", "BEGIN"]);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("without an answer of presence the words are sent", async () => {
  const { asked, write, press } = await opened([here(null), here(null), { data: null, errors: [{ message: "away", extensions: { code: "NOT_FOUND" } }] }, SENT]);
  await write("抱歉");
  await press("发送");
  expect(asked()).toContain("抱歉");
});

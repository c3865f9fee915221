import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import type { FeedbackItemFragment } from "../generated/documents.js";
import { ApiContext, newCache } from "../lib/api.js";
import { SessionContext, type SignedIn } from "../lib/signedIn.js";
import { FeedbackItem } from "./FeedbackItem.js";

const ITEM = {
  id: "fbk_1", text: "店员骂人", channel: "h5", state: "ASSIGNED", priority: "COMPLEX", memberId: null, anonymous: true,
  topics: [], timeline: [], clocks: [], attachments: [], mentions: [], rating: null, sentiment: null, intent: "COMPLAINS",
  stars: null, saidAt: null, createdAt: "2026-03-02T12:00:00Z", responseDueAt: null, resolutionDueAt: null, firstResponseAt: null,
} as unknown as FeedbackItemFragment;
const ANN = { subject: "ann", may: () => true } as unknown as SignedIn;
const READY = [{ code: "sorry", name: "致歉", text: "抱歉" }];

test("an unknown writer is neither written to nor awaited, and what is solved can be said", () => {
  const { api } = fakeApi([]);
  const page = (item: FeedbackItemFragment) => (
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <SessionContext value={ANN}>
          <FeedbackItem item={item} ready={READY} />
        </SessionContext>
      </QueryClientProvider>
    </ApiContext>
  );
  const { rerender } = render(page(ITEM));
  expect(screen.getByText(/请在其相似反馈中发布公开通告/)).toBeTruthy();
  expect(screen.getByRole("textbox", { name: "备注" })).toBeTruthy();
  expect(screen.getAllByRole("button").map((each) => each.textContent)).toEqual(["标记为已解决"]);
  rerender(page({ ...ITEM, anonymous: false }));
  expect(screen.getByRole("textbox")).toBeTruthy();
  expect(screen.getAllByRole("button")).toHaveLength(4);
});

test("a ready answer moves the item with its words in one step, and words may stay a note", async () => {
  const done = { replayed: false, userErrors: [], feedback: { ...ITEM, anonymous: false } };
  const readers = { feedbackReaders: { readers: [], answerer: null }, node: { timeline: [] } };
  const { api, sent } = fakeApi(Array(12).fill({ wish: done, ...readers }));
  const ready = [{ code: "which", name: "哪家", text: "请问是哪家门店？", movesTo: "WAITING" as const }];
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <SessionContext value={ANN}>
          <FeedbackItem item={{ ...ITEM, anonymous: false }} ready={ready} />
        </SessionContext>
      </QueryClientProvider>
    </ApiContext>,
  );
  const inputs = () => sent.flatMap(({ input }) => (input ? [input] : []));
  fireEvent.click(screen.getByText("哪家"));
  fireEvent.click(screen.getByText(/^发送并标为/));
  await waitFor(() => expect(inputs().at(-1)).toMatchObject({ feedbackId: "fbk_1", state: "WAITING", message: "请问是哪家门店？" }));
  const box = document.querySelector("textarea") as HTMLTextAreaElement;
  await waitFor(() => expect(box.value).toBe(""));
  fireEvent.change(box, { target: { value: "老客" } });
  fireEvent.click(screen.getByText("只记为备注"));
  await waitFor(() => expect(inputs().at(-1)).toMatchObject({ feedbackId: "fbk_1", note: "老客" }));
});

test("of an unknown writer the team keeps notes, and no key sends them as an answer", async () => {
  const done = { replayed: false, userErrors: [], feedback: ITEM };
  const readers = { feedbackReaders: { readers: [], answerer: null }, node: { timeline: [] } };
  const { api, sent } = fakeApi(Array(12).fill({ wish: done, ...readers }));
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <SessionContext value={ANN}>
          <FeedbackItem item={ITEM} ready={READY} />
        </SessionContext>
      </QueryClientProvider>
    </ApiContext>,
  );
  const inputs = () => sent.flatMap(({ input }) => (input ? [input] : []));
  const box = document.querySelector("textarea") as HTMLTextAreaElement;
  fireEvent.change(box, { target: { value: "同一班次" } });
  fireEvent.keyDown(box, { key: "Enter", ctrlKey: true });
  fireEvent.submit(box.form as HTMLFormElement);
  fireEvent.click(screen.getByText("只记为备注"));
  await waitFor(() => expect(box.value).toBe(""));
  const written = inputs().filter((each) => typeof each === "object" && each !== null && ("note" in each || "message" in each));
  expect(written).toEqual([expect.objectContaining({ feedbackId: "fbk_1", note: "同一班次" })]);
});

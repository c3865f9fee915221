import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { DecideDialog } from "./MergeRequestsPage.js";

const REQUEST = {
  id: "mrq_1",
  state: "WAITING",
  askedAt: "2026-03-01T04:00:00Z",
  expiresAt: "2026-03-31T04:00:00Z",
  endedAt: null,
  endedBy: null,
  reason: null,
  memberId: "mem_1",
  otherMemberId: "mem_2",
  member: null,
  otherMember: null,
} as const;

function shown(accepts: boolean, ...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <DecideDialog request={REQUEST} accepts={accepts} onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const say = (words: string) => fireEvent.change(screen.getByRole("textbox"), { target: { value: words } });
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
  return { sent, onClose, say, press };
}

test("a request is accepted for a reason, and not without one", async () => {
  const done = { acceptMergeRequest: { mergeRequest: { id: "mrq_1" }, replayed: false, userErrors: [] } };
  const { sent, onClose, say, press } = shown(true, done);
  press("合并");
  expect(sent).toHaveLength(0);
  say("本人到店核实");
  press("合并");
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce(), { timeout: 10_000 });
  expect(sent[0]?.input).toMatchObject({ mergeRequestId: "mrq_1", reason: "本人到店核实" });
});

test("a refusal of the service is told, and the dialog stays", async () => {
  const { onClose, say, press } = shown(false, { refuseMergeRequest: { mergeRequest: null, replayed: false, userErrors: [REFUSED] } });
  say("不是同一人");
  press("拒绝");
  expect((await screen.findByRole("alert", {}, { timeout: 10_000 })).textContent).toContain("积分不足");
  expect(onClose).not.toHaveBeenCalled();
});

import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { GrantDialog } from "./ManualTierPanel.js";
import type { Member } from "./MemberPage.js";

const LADDER = { code: "growth", name: "成长" };
const MEMBER = { id: "m-1", tiers: [{ code: "silver", name: "银卡", rank: 1, manualUntil: null, ladder: LADDER }] } as unknown as Member;
const TIERS = ["basic", "silver", "gold"].map((code, rank) => ({ code, name: code, rank }));
const CHOICES = { programme: { ladders: [{ ...LADDER, tiers: TIERS }] } };
const DONE = { replayed: false, approval: null, userErrors: [] };

function shown(...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi([CHOICES, ...answers]);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <GrantDialog member={MEMBER} onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = () => fireEvent.click(screen.getByRole("button", { name: "确认授予" }));
  const write = (day: string, why: string) => {
    fireEvent.change(screen.getByLabelText("最后一天"), { target: { value: day } });
    fireEvent.change(screen.getByLabelText("原因"), { target: { value: why } });
  };
  return { sent, onClose, press, write };
}

test("without a last day or a reason nothing is sent", async () => {
  const { sent, press, write } = shown();
  await screen.findByText("gold", { selector: "span" });
  write("", "补");
  press();
  expect(screen.getByText("请选择最后一天")).toBeTruthy();
  expect(screen.getByText("请至少填写 4 个字")).toBeTruthy();
  expect(sent).toHaveLength(1);
});

test("the tier above the one held is given, and a refusal stays in sight", async () => {
  const { sent, onClose, press, write } = shown({ grantTier: { ...DONE, userErrors: [REFUSED] } }, { grantTier: DONE });
  await screen.findByText("gold", { selector: "span" });
  write("2026-12-31", "年度贵宾");
  press();
  expect((await screen.findByRole("alert")).textContent).toContain("积分不足");
  expect(onClose).not.toHaveBeenCalled();
  press();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent.findLast(({ input }) => input)?.input).toMatchObject({ memberId: "m-1", ladder: "growth", tier: "gold", until: "2026-12-31", reason: "年度贵宾" });
});

import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { AdjustDialog } from "./AdjustDialog.js";
import type { Member } from "./MemberPage.js";

const MEMBER = { id: "m-1", name: "Li", points: { available: 100 } } as unknown as Member;
const DONE = { postingId: "p", replayed: false, approval: null, points: { available: 105 }, userErrors: [] };

function shown(answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <AdjustDialog isOpen member={MEMBER} onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const [amount, reason] = screen.getAllByRole("textbox") as [HTMLInputElement, HTMLInputElement];
  const write = (points: string, why: string) => {
    fireEvent.change(amount, { target: { value: points } });
    fireEvent.change(reason, { target: { value: why } });
  };
  const press = () => fireEvent.click(screen.getByRole("button", { name: "确认调整" }));
  return { sent, onClose, write, press };
}

test("what is no amount, or has no reason, is not sent", () => {
  const { sent, write, press } = shown([]);
  write("1.5", "补登小票");
  press();
  expect(screen.getByText("请填写不为 0 的整数")).toBeTruthy();
  write("5", "补");
  press();
  expect(screen.getByText("请至少填写 4 个字")).toBeTruthy();
  expect(sent).toEqual([]);
});

test("after a lost answer the next press sends the same request id, and a done one closes", async () => {
  const { sent, onClose, write, press } = shown(["lost", { adjustPoints: DONE }]);
  write("+5", "补登小票");
  press();
  expect(await screen.findByRole("alert")).toBeTruthy();
  press();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const [first, second] = sent;
  expect(second).toEqual(first);
  expect(first?.input).toMatchObject({ memberId: "m-1", amount: 5, reason: "补登小票" });
});

test("a refusal is shown in words, stays open, and the next press is another wish", async () => {
  const refused = { ...DONE, points: null, userErrors: [REFUSED] };
  const { sent, onClose, write, press } = shown([{ adjustPoints: refused }, { adjustPoints: refused }]);
  write("-500", "扣得太多");
  press();
  expect((await screen.findByRole("alert")).textContent).toContain("积分不足");
  press();
  await waitFor(() => expect(sent.length).toBe(2));
  expect(sent[0]?.input.requestId).not.toBe(sent[1]?.input.requestId);
  expect(onClose).not.toHaveBeenCalled();
});

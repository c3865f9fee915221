import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { AdviserDialog } from "./AdviserPanel.js";

const CHOICES = { advisers: [{ person: "op-chen", name: "陈晨", members: 3 }, { person: "op-lin", name: "林霖", members: 0 }] };
const DONE = { replayed: false, userErrors: [] };

function shown(now: string, ...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi([CHOICES, ...answers]);
  const onClose = vi.fn();
  const onDone = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <AdviserDialog memberId="m-1" now={now} onClose={onClose} onDone={onDone} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = () => fireEvent.click(screen.getByRole("button", { name: "确认" }));
  const write = (why: string) => fireEvent.change(screen.getByLabelText("原因"), { target: { value: why } });
  return { sent, onClose, onDone, press, write };
}

test("without a reason nothing is sent; whom the member has is no choice", async () => {
  const { sent, press } = shown("op-chen");
  await screen.findByText("林霖（0 位会员）", { selector: "span" });
  press();
  expect(screen.getByText("请至少填写 4 个字")).toBeTruthy();
  expect(sent).toHaveLength(1);
});

test("another adviser is given with a reason, and a refusal stays in sight", async () => {
  const { sent, onClose, onDone, press, write } = shown("op-chen", { setAdviser: { ...DONE, userErrors: [REFUSED] } }, { setAdviser: DONE });
  await screen.findByText("林霖（0 位会员）", { selector: "span" });
  write("年度贵宾");
  press();
  expect((await screen.findByRole("alert")).textContent).toContain("积分不足");
  expect(onClose).not.toHaveBeenCalled();
  press();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(onDone).toHaveBeenCalledOnce();
  expect(sent.findLast(({ input }) => input)?.input).toMatchObject({ memberId: "m-1", person: "op-lin", reason: "年度贵宾" });
});

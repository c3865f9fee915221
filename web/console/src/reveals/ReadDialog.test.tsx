import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { ReadDialog } from "./ReadDialog.js";

function shown(...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const cache = newCache();
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={cache}>
        <ReadDialog revealId="papr_1" onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
  return { sent, cache, press };
}

test("phones are asked for once somebody says so, and are in no cache", async () => {
  const phones = [
    { memberId: "mem_1", phone: "+8613800000000" },
    { memberId: "mem_2", phone: null },
  ];
  const { sent, cache, press } = shown({ readReveal: { phones, gone: ["mem_3"], userErrors: [] } });
  expect(sent).toHaveLength(0);
  press("查看");
  expect(await screen.findByText("+8613800000000")).toBeTruthy();
  expect(screen.getByText("没有手机号")).toBeTruthy();
  expect(screen.getByText(/1 位会员的数据已被删除/)).toBeTruthy();
  expect(sent[0]?.input).toEqual({ revealId: "papr_1" });
  expect(cache.getQueryCache().getAll()).toHaveLength(0);
});

test("a refusal is told, and nothing is shown", async () => {
  const { press } = shown({ readReveal: { phones: null, gone: null, userErrors: [REFUSED] } });
  press("查看");
  expect((await screen.findByRole("alert")).textContent).toContain("积分不足");
  expect(screen.queryByText("手机号列表")).toBeNull();
});

import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { AnnounceDialog, Effect } from "./FixPanel.js";

test("a fix is sent in both languages, once whole, and again under the same id", async () => {
  const done = { announceFix: { fix: { id: "fix_1" }, userErrors: [] } };
  const { api, sent } = fakeApi(["lost", done]);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <AnnounceDialog group="alk_1" reach="3 位会员" onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const fields = screen.getAllByRole("textbox") as HTMLInputElement[];
  const press = () => fireEvent.click(screen.getByRole("button", { name: "通知一次" }));
  ["已解决", "Fixed", "已换封口机"].forEach((words, index) => fireEvent.change(fields[index] as HTMLElement, { target: { value: words } }));
  press();
  expect(sent).toEqual([]);
  fireEvent.change(fields[3] as HTMLElement, { target: { value: "The machines are new" } });
  press();
  expect(await screen.findByRole("alert")).toBeTruthy();
  press();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const [first, second] = sent;
  expect(second).toEqual(first);
  expect(first?.input).toMatchObject({
    group: "alk_1",
    title: { zh: "已解决", en: "Fixed" },
    text: { zh: "已换封口机", en: "The machines are new" },
    isPublic: false,
  });
});

const FIGURE = { reportedBefore: 0.4, reportedAfter: 0.55, othersBefore: 0.4, othersAfter: 0.42, difference: 0.13, low: -0.012, high: 0.27 };
const EFFECT = { asOf: "2026-03-16T16:00:00Z", days: 14, complete: false, matched: 38, compared: 380, repurchase: FIGURE, activity: FIGURE };

test("an effect tells its interval and that it is not complete, and no figure of too few", () => {
  const { api } = fakeApi([]);
  const shown = (effect: Parameters<typeof Effect>[0]["effect"]) => (
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <Effect effect={effect} />
      </QueryClientProvider>
    </ApiContext>
  );
  const { rerender } = render(shown(EFFECT));
  expect(screen.getByText("相比其他会员 +13.0 %（95% 区间 −1.2 % 至 +27.0 %）")).toBeTruthy();
  expect(document.body.textContent).toContain("尚未完整");
  rerender(shown({ ...EFFECT, complete: true, repurchase: null, activity: null }));
  expect(screen.getByText("可比较的会员不足 30 人，不显示数值。")).toBeTruthy();
  expect(document.body.textContent).toContain("数据完整");
});

import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { EarnPanel, orderOf } from "./EarnPanel.js";

const fill = async (label: string, value: string) =>
  fireEvent.change(await screen.findByLabelText(label), { target: { value } });

test("a basket shows what each rule would give, how, and the line that the member would read", async () => {
  const award = { rule: { code: "order", name: "消费积分" }, asset: "POINTS", amount: 46, base: 36, multiplier: 1.3, capped: 2 };
  const { api, sent } = fakeApi([
    { viewer: { currencyCode: "CNY" } },
    { previewAward: { explanation: "36 × 1.3 金卡 = 46", awards: [award] } },
  ]);
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <EarnPanel storeId="s1" />
      </QueryClientProvider>
    </ApiContext>,
  );
  await fill("获得积分的会员编号", " m1 ");
  const look = screen.getByRole<HTMLButtonElement>("button", { name: "试算获得" });
  expect(look.disabled).toBe(true);
  await fill("系列 1（选填）", "fresh_fruit");
  await fill("件数 1", "2");
  await fill("实付 1（CNY）", "36");
  fireEvent.click(look);
  expect(await screen.findByText("36 × 1.3 金卡 = 46")).toBeTruthy();
  for (const said of ["消费积分", "46 积分", "上限扣除 2"]) expect(document.body.textContent).toContain(said);
  expect(document.body.textContent).not.toContain("基础");
  expect(sent[1]).toEqual({
    activity: {
      memberId: "m1", type: "ORDER", channel: "pos", storeId: "s1",
      order: {
        orderId: "preview", currencyCode: "CNY", totalMinor: 3_600,
        lines: [{ lineId: "1", sku: null, series: "fresh_fruit", quantity: 2, amountMinor: 3_600 }],
      },
    },
  });
});

test("goods without a price or pieces are no order", () => {
  const good = { sku: "a", series: "", pieces: "1", sum: "600" };
  expect(orderOf([good, { ...good, sum: "400" }], "JPY")?.totalMinor).toBe(1_000);
  for (const bad of [{ sum: "" }, { sum: "0" }, { sum: "1.5" }, { pieces: "0" }, { pieces: "x" }]) {
    expect(orderOf([good, { ...good, ...bad }], "JPY")).toBeUndefined();
  }
});

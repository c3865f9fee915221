import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { VerifyPanel } from "./VerifyPanel.js";

const step = (colour: string, where: string[], nextToken: string | null) => ({
  verify: {
    colour,
    counts: [{ name: "entries", count: 2496 }],
    backlogSeconds: [],
    problems: where.map((each) => ({ check: "chain", where: each, detail: "found another seal" })),
    nextToken,
  },
});

function started(answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <VerifyPanel />
      </QueryClientProvider>
    </ApiContext>,
  );
  fireEvent.click(screen.getByRole("button", { name: "开始核对" }));
  return sent as unknown as { token: string | null }[];
}

test("each step goes on where the one before ended, to the last one", async () => {
  const sent = started([step("GREEN", [], "t-1"), step("GREEN", [], "t-2"), step("GREEN", [], null)]);
  expect(await screen.findByText("已全部核对")).toBeTruthy();
  expect(sent.map(({ token }) => token)).toEqual([null, "t-1", "t-2"]);
  expect(screen.getByText("正常")).toBeTruthy();
  expect(screen.getByText("2,496")).toBeTruthy();
});

test("the first bad entry is shown, however many follow", async () => {
  started([step("RED", ["m-1#7"], "t-1"), step("RED", ["m-2#1", "m-3#1"], null)]);
  expect(await screen.findByText("已全部核对")).toBeTruthy();
  expect(screen.getByText("有错误")).toBeTruthy();
  expect(screen.getByRole("alert").querySelector("dl")?.textContent).toContain("m-1#7");
  expect(screen.getByText("另有 2 处")).toBeTruthy();
});

test("where an answer does not come, it says so and can begin again", async () => {
  started(["lost"]);
  expect(await screen.findByRole("button", { name: "重试" })).toBeTruthy();
});

import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { RecentMembersDocument } from "../generated/documents.js";
import { ApiContext, newCache, TesseraError, useAsk, waitOf } from "../lib/api.js";
import { Answered } from "./Page.js";

const problem = (code: string, more = {}) => ({ message: "…", path: ["member", "points"], extensions: { code, ...more } });

function Probe() {
  const asked = useAsk(RecentMembersDocument, { ids: ["m-1"] });
  return <Answered asked={asked}>{({ members }) => <p>{members?.[0]?.name}</p>}</Answered>;
}

function shown(answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <Probe />
      </QueryClientProvider>
    </ApiContext>,
  );
  return sent;
}

test("a service that is away costs its part, and says by which number to ask after it", async () => {
  shown([{ data: { members: [{ id: "m-1", name: "Li" }] }, errors: [problem("UNAVAILABLE", { errorId: "err-7" })] }]);
  expect(await screen.findByText("Li")).toBeTruthy();
  expect(screen.getByRole("status").textContent).toContain("UNAVAILABLE · 错误编号 err-7");
});

test("who may not see it reads that, and is offered nothing that cannot help", async () => {
  shown([{ data: null, errors: [problem("PERMISSION_DENIED")] }]);
  expect(await screen.findByText("没有权限查看")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("whoever asked too much waits as long as the gateway says, and then has the answer", async () => {
  const limited = { data: null, errors: [problem("RATE_LIMITED", { retryAfter: 0.2 })] };
  const sent = shown([limited, { members: [{ id: "m-1", name: "Li" }] }]);
  expect(await screen.findByText(/1 秒后自动重试/)).toBeTruthy();
  expect(await screen.findByText("Li")).toBeTruthy();
  expect(sent.length).toBe(2);
});

test("how long to wait is the gateway's word, else a second", () => {
  const limited = new TesseraError([{ code: "RATE_LIMITED", message: "", path: [], retryAfterMs: 2_500 }]);
  expect([waitOf(limited), waitOf(new Error("x"))]).toEqual([2_500, 1_000]);
});

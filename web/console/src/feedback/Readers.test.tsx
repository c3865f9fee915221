import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { Readers } from "./Readers.js";

afterEach(() => void vi.useRealTimers());

test("who else has the item open is told while it is open, asked every 15 seconds", async () => {
  vi.useFakeTimers();
  const { api, sent } = fakeApi([{ feedbackReaders: ["bob", "cai"] }, { feedbackReaders: [] }, { feedbackReaders: null }]);
  const { unmount } = render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <Readers id="RmVlZGJhY2s6ZmRiXzE=" />
      </QueryClientProvider>
    </ApiContext>,
  );
  const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
  await pass(10);
  expect(screen.getByRole("status").textContent).toBe("bob和cai也在查看");
  await pass(14_000);
  expect(sent).toHaveLength(1);
  await pass(1_000);
  expect(sent).toHaveLength(2);
  expect(screen.getByRole("status").textContent).toBe("");
  await pass(15_000);
  expect(screen.getByRole("status").textContent).toBe("");
  unmount();
  await pass(60_000);
  expect(sent).toHaveLength(3);
});

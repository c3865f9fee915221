import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { ReportsPanel } from "./ReportsPanel.js";

const message = { channel: "wecom_robot", language: "zh", state: "SENT", attempts: 1, at: "2026-03-03T00:00:00Z", nextAt: null, problem: null };
const waits = { ...message, channel: "operators_webhook", language: "en", state: "WAITING", attempts: 2, nextAt: "2026-03-03T00:05:00Z", problem: "away" };
const report = { day: "2026-03-02", madeAt: "2026-03-03T00:00:00Z", lines: [] };
const PATIENT = { timeout: 30_000 };

function shown(messages: readonly object[]) {
  const { api } = fakeApi([{ insightReports: { edges: [{ node: { ...report, messages } }] } }]);
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <ReportsPanel currency="CNY" />
      </QueryClientProvider>
    </ApiContext>,
  );
}

test("a report says by which channels it went, and why one waits", async () => {
  shown([message, waits, { ...waits, language: "zh", state: "NEW_ONE", problem: "new_code" }]);
  const list = await screen.findByLabelText("发给运营", {}, PATIENT);
  const [sent, tried, unknown] = [...list.children].map((each) => each.textContent);
  expect(sent).toContain("企业微信群机器人, 中文: 已送达");
  expect(sent).not.toContain("再试");
  expect(tried).toContain("品牌系统, 英文: 待发送");
  expect(tried).toMatch(/对方无法连接.*已试 2 次/);
  expect(unknown).toMatch(/NEW_ONE.*new_code/);
}, 60_000);

test("a report that goes to nobody says nothing of messages", async () => {
  shown([]);
  await screen.findByText(/生成于/, {}, PATIENT);
  expect(screen.queryByLabelText("发给运营")).toBeNull();
}, 60_000);

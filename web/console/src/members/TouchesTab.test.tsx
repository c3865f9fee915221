import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { TouchRow } from "./TouchesTab.js";

const REFUSED = {
  id: "tch_1",
  state: "REFUSED",
  occasion: "BIRTHDAY",
  message: { code: "birthday", name: "生日快乐" },
  text: null,
  wishedAt: "2026-03-02T12:00:00Z",
  wakesAt: null,
  endedAt: "2026-03-02T12:10:00Z",
  attempts: [],
  checks: [
    { name: "alive", passed: true, text: "会员有效", limit: null, until: null, inputs: [] },
    { name: "cap", passed: false, text: "已达上限", limit: "2", until: "2026-03-09T01:00:00Z", inputs: [{ name: "taken", value: "2" }] },
  ],
} as unknown as Parameters<typeof TouchRow>[0]["touch"];

test("a message that was not sent says which check stopped it, by what, and from when it would pass", () => {
  render(<TouchRow touch={REFUSED} />);
  expect(screen.getByText("未发送")).toBeTruthy();
  expect(screen.getByText(/生日 · .* · 已达上限/)).toBeTruthy();
  expect(screen.getByText(/taken = 2 · 上限 2 · .*起可发送/)).toBeTruthy();
  expect(screen.getAllByRole("listitem", { hidden: true })).toHaveLength(2);
});

test("a message that left the house shows each handing over with the provider's words", () => {
  const attempt = { number: 1, channel: "sms", at: "2026-03-02T12:01:00Z", answer: "refused", code: "no_address", words: "no such user" };
  const failed = { ...REFUSED, state: "FAILED", channel: "sms", attempts: [attempt] } as typeof REFUSED;
  render(<TouchRow touch={failed} />);
  expect(screen.getByText("发送失败")).toBeTruthy();
  expect(screen.getByText(/no_address · no such user/)).toBeTruthy();
  expect(screen.getByText("被拒")).toBeTruthy();
});

import { expect, test } from "vitest";

import { standIns, type Message } from "./MessagesPanel.js";

const message = (code: string, purpose: string, more: Partial<Message> = {}) => ({ code, name: code, purpose, channels: ["inbox"], switchedOff: null, ...more }) as unknown as Message;

test("only another message of the same purpose that is on stands in", () => {
  const off = { at: "2026-12-01T00:00:00Z", by: "op_1", reason: "wrong", instead: null };
  const wrong = message("wrong", "MARKETING");
  const all = [wrong, message("other", "MARKETING"), message("tier", "SERVICE"), message("off", "MARKETING", { switchedOff: off })];
  expect(standIns(all, wrong).map(({ code }) => code)).toEqual(["other"]);
});

import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Permissions } from "./PermissionsPanel.js";

test("what a member allows stands beside the messages that take it", () => {
  const templates = [
    { code: "tier_news", granted: 2, messages: ["等级更新"] },
    { code: "order_ready", granted: 0, messages: [] },
  ];
  render(<Permissions subscriptions={{ grantsFrom: "CLIENT", templates } as Parameters<typeof Permissions>[0]["subscriptions"]} />);
  expect(screen.getByText("剩 2 条")).toBeTruthy();
  expect(screen.getByText("等级更新")).toBeTruthy();
  expect(screen.getByText("未授权")).toBeTruthy();
  expect(screen.getByText(/小程序上报/)).toBeTruthy();
});

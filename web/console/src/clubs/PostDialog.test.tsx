import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { PostDialog } from "./PostDialog.js";

const POST = { id: null, message: { code: "news", name: "新品" }, text: "新品上市", members: 50, allowed: true, postedBy: null, postedAt: "2026-12-01T04:00:00Z", checks: [] };
const SHARE = { name: "share", passed: false, text: "发送后占比将超过上限", until: null };

function shown(...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <PostDialog groupId="grp_1" onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
  const write = (code: string) => fireEvent.change(screen.getByLabelText("消息编码"), { target: { value: code } });
  return { sent, onClose, press, write };
}

test("a message is checked first, and its text is shown to who posts it", async () => {
  const { sent, press, write } = shown({ previewGroupPost: POST }, { postToGroup: { replayed: false, post: { ...POST, id: "gpo_1", postedBy: "ann" }, userErrors: [] } });
  write("news");
  press("确认发送");
  expect(sent).toHaveLength(0);
  press("检查");
  await screen.findByText("可以发送");
  press("确认发送");
  await screen.findByRole("button", { name: "完成" });
  expect(screen.getByText("新品上市")).toBeTruthy();
  expect(sent.find(({ input }) => input)?.input).toMatchObject({ groupId: "grp_1", message: "news" });
});

test("a message that a check stops says which, and is not sent", async () => {
  const { sent, press, write } = shown({ previewGroupPost: { ...POST, allowed: false, text: null, checks: [SHARE] } });
  write("news");
  press("检查");
  await waitFor(() => expect(screen.getByText(/发送后占比将超过上限/)).toBeTruthy());
  press("确认发送");
  expect(sent).toHaveLength(1);
});

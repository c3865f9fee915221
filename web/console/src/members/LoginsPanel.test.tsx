import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { EndDialog } from "./LoginsPanel.js";

test("all logins end with a reason, and with none nothing is sent", async () => {
  const { api, sent } = fakeApi([{ endAllLogins: { replayed: false, userErrors: [] } }]);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <EndDialog memberId="m-1" onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = () => fireEvent.click(screen.getByRole("button", { name: "结束全部登录" }));
  press();
  expect(screen.getByText("请至少填写 4 个字")).toBeTruthy();
  expect(sent).toHaveLength(0);
  fireEvent.change(screen.getByLabelText("原因"), { target: { value: "手机遗失" } });
  press();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent[0]?.input).toMatchObject({ memberId: "m-1", reason: "手机遗失" });
});

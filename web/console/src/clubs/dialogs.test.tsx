import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import type { Act } from "./MemberRows.js";
import { RoleDialog } from "./RoleDialog.js";
import { TakeOutDialog } from "./TakeOutDialog.js";

const ACT = { what: "role", row: { memberId: "m-1", role: "MEMBER" }, name: "王*" } as unknown as Act;

function shown(Dialog: typeof RoleDialog, ...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <Dialog groupId="grp_1" act={ACT} onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
  return { sent, onClose, press };
}

/** Picks a role in the list that opens. */
async function pick(name: string): Promise<void> {
  fireEvent.click(screen.getByRole("button", { name: /^成员/ }));
  fireEvent.click(await screen.findByRole("option", { name }));
}

test("a role needs a reason, and a refusal stays in sight until the role is free", async () => {
  const done = { replayed: false, membership: { memberId: "m-1", role: "ASSISTANT" }, userErrors: [] };
  const { sent, onClose, press } = shown(RoleDialog, { setGroupRole: { ...done, userErrors: [REFUSED] } }, { setGroupRole: done });
  await pick("助理");
  press("设置角色");
  expect(screen.getByText("请至少填写 4 个字")).toBeTruthy();
  expect(sent).toHaveLength(0);
  fireEvent.change(screen.getByLabelText("原因"), { target: { value: "热心老会员" } });
  press("设置角色");
  expect((await screen.findByRole("alert")).textContent).toContain("积分不足");
  expect(onClose).not.toHaveBeenCalled();
  press("设置角色");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent.at(1)?.input).toMatchObject({ groupId: "grp_1", memberId: "m-1", role: "ASSISTANT", reason: "热心老会员" });
});

test("a member is taken out with a reason, and with none nothing is sent", async () => {
  const { sent, onClose, press } = shown(TakeOutDialog, { leaveGroup: { replayed: false, userErrors: [] } });
  expect(sent).toHaveLength(0);
  press("移出");
  expect(sent).toHaveLength(0);
  fireEvent.change(screen.getByLabelText("原因"), { target: { value: "本人要求退出" } });
  press("移出");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent[0]?.input).toMatchObject({ groupId: "grp_1", memberId: "m-1", reason: "本人要求退出" });
});

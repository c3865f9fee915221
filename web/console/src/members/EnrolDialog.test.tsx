import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi, REFUSED } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { EnrolDialog } from "./EnrolDialog.js";

const DONE = { created: true, inviteRefusal: null, member: { id: "m-9" }, userErrors: [] };

function shown(...answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const onClose = vi.fn();
  const onDone = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <EnrolDialog kind="PHONE" q="138 0000 0000" onClose={onClose} onDone={onDone} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = () => fireEvent.click(screen.getByRole("button", { name: "登记" }));
  return { sent, onClose, onDone, press };
}

test("who was looked for is enrolled by the number as the service writes it", async () => {
  const { sent, onDone, press } = shown({ enrolMember: DONE });
  fireEvent.change(screen.getByLabelText("姓名"), { target: { value: " 王芳 " } });
  press();
  await waitFor(() => expect(onDone).toHaveBeenCalledWith("m-9"));
  expect(sent[0]?.input).toMatchObject({ identities: [{ kind: "PHONE", value: "+8613800000000" }], name: "王芳", inviteCode: "" });
});

test("a refusal stays in sight, and the next press has a wish of its own", async () => {
  const { sent, onClose, onDone, press } = shown({ enrolMember: { ...DONE, member: null, created: false, userErrors: [REFUSED] } }, { enrolMember: DONE });
  press();
  expect((await screen.findByRole("alert")).textContent).toContain("积分不足");
  expect(onDone).not.toHaveBeenCalled();
  press();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(onClose).not.toHaveBeenCalled();
  expect(sent[0]?.input["requestId"]).not.toBe(sent[1]?.input["requestId"]);
});

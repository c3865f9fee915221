import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { PublishDialog } from "./PublishDialog.js";

const DONE = { replayed: false, programme: { version: 4 }, approval: null, overtaken: null, userErrors: [] };
const REFUSED = { code: "PROGRAMME_INVALID", field: "sourceYaml", message: { zh: "方案有误。", en: "It is wrong." } };

function shown(answers: Parameters<typeof fakeApi>[0]) {
  const { api, sent } = fakeApi(answers);
  const [onClose, onPublished] = [vi.fn(), vi.fn()];
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <PublishDialog base={3} before={"a: 1\nb: 1\n"} after={"a: 2\nb: 1\n"} onClose={onClose} onPublished={onPublished} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const press = (note: string) => {
    fireEvent.change(screen.getByRole("textbox"), { target: { value: note } });
    fireEvent.click(screen.getByRole("button", { name: "发布" }));
  };
  return { sent, onClose, onPublished, press };
}

test("what changes is shown, and without a reason nothing is published", () => {
  const { sent, press } = shown([]);
  expect(screen.getByText("新增 1 行，删除 1 行")).toBeTruthy();
  press("短");
  expect(screen.getByText("请至少填写 4 个字")).toBeTruthy();
  expect(sent).toEqual([]);
});

test("a lost answer is asked for by the same id, and the draft goes once it is in force", async () => {
  const { sent, onClose, onPublished, press } = shown(["lost", { publishProgramme: DONE }]);
  press("提高积分");
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(onPublished).not.toHaveBeenCalled();
  press("提高积分");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(onPublished).toHaveBeenCalledOnce();
  expect(sent[1]).toEqual(sent[0]);
  expect(sent[0]?.input).toMatchObject({ sourceYaml: "a: 2\nb: 1\n", note: "提高积分", baseVersion: 3 });
});

test("a refusal stays on the screen in words, and the draft stays too", async () => {
  const { onClose, onPublished, press } = shown([{ publishProgramme: { ...DONE, programme: null, userErrors: [REFUSED] } }]);
  press("提高积分");
  expect((await screen.findByRole("alert")).textContent).toContain("方案有误");
  expect(onPublished).not.toHaveBeenCalled();
  expect(onClose).not.toHaveBeenCalled();
});

const OVERTAKEN = {
  publishProgramme: {
    ...DONE,
    programme: null,
    overtaken: { version: 4 },
    userErrors: [{ code: "PROGRAMME_OVERTAKEN", field: "baseVersion", message: { zh: "期间已有其他版本生效。", en: "Overtaken." } }],
  },
};

test("whoever was overtaken sees what came, joins it, and publishes both", async () => {
  const theirs = { programmeVersion: { version: 4, sourceYaml: "a: 1\nb: 9\n" } };
  const { sent, onPublished, press } = shown([OVERTAKEN, theirs, { publishProgramme: { ...DONE, programme: { version: 5 } } }]);
  press("提高积分");
  fireEvent.click(await screen.findByRole("button", { name: "与第 4 版合并" }));
  expect(screen.getByText("新增 1 行，删除 1 行")).toBeTruthy();
  press("提高积分");
  await waitFor(() => expect(onPublished).toHaveBeenCalledOnce());
  expect(sent[2]?.input).toMatchObject({ sourceYaml: "a: 2\nb: 9\n", baseVersion: 4 });
  expect(sent[2]?.input["requestId"]).not.toBe(sent[0]?.input["requestId"]);
});

test("changes of one line are not joined, and cannot be sent again as they are", async () => {
  const { sent, press } = shown([OVERTAKEN, { programmeVersion: { version: 4, sourceYaml: "a: 7\nb: 1\n" } }]);
  press("提高积分");
  expect(await screen.findByText(/双方改了相同的行/)).toBeTruthy();
  press("提高积分");
  expect(sent.length).toBe(2);
});

test("what waits for a second person closes the dialog, and the draft stays until it is in force", async () => {
  const waiting = { ...DONE, programme: null, approval: { id: "papr_1" } };
  const { onClose, onPublished, press } = shown([{ publishProgramme: waiting }]);
  press("提高积分");
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(onPublished).not.toHaveBeenCalled();
});

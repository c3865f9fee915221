import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { fakeApi } from "../../tests/fakeApi.js";
import { ApiContext, newCache } from "../lib/api.js";
import { AnnounceDialog } from "./FixPanel.js";

test("a fix is sent in both languages, once whole, and again under the same id", async () => {
  const done = { announceFix: { fix: { id: "fix_1" }, userErrors: [] } };
  const { api, sent } = fakeApi(["lost", done]);
  const onClose = vi.fn();
  render(
    <ApiContext value={api}>
      <QueryClientProvider client={newCache()}>
        <AnnounceDialog group="alk_1" reach="3 位会员" onClose={onClose} />
      </QueryClientProvider>
    </ApiContext>,
  );
  const fields = screen.getAllByRole("textbox") as HTMLInputElement[];
  const press = () => fireEvent.click(screen.getByRole("button", { name: "通知一次" }));
  ["已解决", "Fixed", "已换封口机"].forEach((words, index) => fireEvent.change(fields[index] as HTMLElement, { target: { value: words } }));
  press();
  expect(sent).toEqual([]);
  fireEvent.change(fields[3] as HTMLElement, { target: { value: "The machines are new" } });
  press();
  expect(await screen.findByRole("alert")).toBeTruthy();
  press();
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  const [first, second] = sent;
  expect(second).toEqual(first);
  expect(first?.input).toMatchObject({
    group: "alk_1",
    title: { zh: "已解决", en: "Fixed" },
    text: { zh: "已换封口机", en: "The machines are new" },
    isPublic: false,
  });
});

import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, press, shown, unmount } from "../../tests/fakeApi.js";
import { MyGroup } from "./MyGroup.js";

const WITHIN = {
  groupId: "grp_1",
  kind: "store_group",
  storeId: "store-01",
  number: 1,
  role: "MEMBER",
  standing: "ACTIVE",
  joinedAt: "2026-03-02T04:00:00Z",
  kocMonth: null,
} as const;
const TITLE = "门店会员群 · 南京西路店 1 群";

afterEach(unmount);

function group(changed: object, onLeft = vi.fn(), ...answers: object[]) {
  const { api, sent } = fakeApi(answers);
  shown(api, <MyGroup membership={{ ...WITHIN, ...changed }} name="门店会员群" store="南京西路店" onLeft={onLeft} />);
  return { sent, onLeft };
}

test("who takes part sees no offer, and who has a role or was a KOC sees it", () => {
  group({ role: "OWNER", kocMonth: "2026-02" });
  expect(document.body.textContent).toContain(TITLE);
  expect(document.body.textContent).toContain("群主");
  expect(document.body.textContent).toContain("2026年2月群达人");
  expect(document.querySelector('a[href$="/wallet"]')).toBeNull();
});

test.each([["SILENT", "如有老友礼"], ["FLAGGED", "就会保留您的位置"]])("a member who is %s reads what to do", (standing, words) => {
  group({ standing });
  expect(document.body.textContent).toContain(words);
  expect(document.querySelector('a[href$="/wallet"]')).not.toBeNull();
});

test("a group is left after a question", async () => {
  const { sent, onLeft } = group({}, vi.fn(), { leaveGroup: { userErrors: [] } });
  await press(`退出${TITLE}`);
  expect(sent).toHaveLength(0);
  expect(document.body.textContent).toContain("您的位置会留给其他会员");
  await press("退出");
  expect(sent[0]?.input).toMatchObject({ groupId: "grp_1" });
  expect(onLeft).toHaveBeenCalledExactlyOnceWith(`已退出${TITLE}`);
});

import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { ProfilePage } from "./ProfilePage.js";

const ASK = { code: "sweetness", name: "甜度", values: [{ code: "full", name: "全糖" }, { code: "half", name: "半糖" }] };

const pageOf = (etag: string, value: string) => ({
  me: { id: "m", phone: null, profile: { name: "李雷", etag, birthdayChangesLeft: null, birthday: null, preferences: [{ code: "sweetness", value }] } },
  programme: { preferences: [ASK] },
});

const sweetness = () => [...document.querySelectorAll("select")].find((each) => each.previousElementSibling?.textContent === "甜度") as HTMLSelectElement;

async function choose(value: string): Promise<void> {
  sweetness().value = value;
  sweetness().dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

afterEach(unmount);

test("a change that was kept is said, also after the page has read the profile again", async () => {
  const { api, sent } = fakeApi([pageOf("1", "half"), { updateProfile: { userErrors: [], member: { id: "m" } } }, pageOf("2", "full")]);
  shown(api, <ProfilePage onLeave={() => undefined} />);
  await settled();
  expect(sweetness().value).toBe("half");
  await choose("full");
  await press("保存");
  await settled();
  expect(sent).toHaveLength(3);
  expect(sent[1]?.input).toMatchObject({ etag: "1", preferences: [{ code: "sweetness", value: "full" }] });
  expect(textOf("status")).toBe("已保存");
});

test("a member sees how far their wish to merge is, and the brand's words", async () => {
  const mergeRequest = { state: "REFUSED", reason: "请到门店核实", endedAt: "2026-03-03T04:00:00Z" };
  const { api } = fakeApi([{ ...pageOf("1", "half"), mergeRequest }]);
  shown(api, <ProfilePage onLeave={() => undefined} />);
  await settled();
  expect(textOf("status")).toContain("品牌未同意合并");
  expect(document.body.textContent).toContain("请到门店核实");
});

test("a profile that changed elsewhere is read again, and the reason stays", async () => {
  const refused = { code: "ETAG_MISMATCH", field: null, message: { zh: "资料已变，请核对。", en: "It changed." } };
  const { api, sent } = fakeApi([pageOf("1", "half"), { updateProfile: { userErrors: [refused], member: null } }, pageOf("2", "")]);
  shown(api, <ProfilePage onLeave={() => undefined} />);
  await settled();
  await choose("full");
  await press("保存");
  await settled();
  expect(sent).toHaveLength(3);
  expect(sweetness().value).toBe("");
  expect(textOf("alert")).toBe("资料已变，请核对。");
});

test("nothing is sent while nothing was changed", async () => {
  const { api, sent } = fakeApi([pageOf("1", "half")]);
  shown(api, <ProfilePage onLeave={() => undefined} />);
  await settled();
  await press("保存");
  expect(sent).toHaveLength(1);
});

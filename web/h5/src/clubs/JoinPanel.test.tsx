import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { JoinPanel } from "./JoinPanel.js";
import type { Store } from "./views.js";

const STORES: readonly Store[] = [["store-01", "南京西路店"], ["store-02", "外滩店"]];
const CHOICES = [{ code: "less_sugar", name: "偏爱少糖" }, { code: "camping", name: "爱露营" }];
const KIND = { code: "store_group", name: "门店会员群", ofStore: true, limit: 200, choices: CHOICES };

afterEach(unmount);

test("a member joins at the store that they picked, with what they like", async () => {
  const done = { joinGroup: { userErrors: [], membership: { groupId: "grp_1", number: 2 } } };
  const { api, sent } = fakeApi([done]);
  const onJoined = vi.fn();
  shown(api, <JoinPanel way={{ kind: KIND, stores: STORES }} onJoined={onJoined} />);
  expect(document.body.textContent).toContain("每群最多 200 人");
  const select = document.querySelector("select") as HTMLSelectElement;
  act(() => {
    select.value = "store-02";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  act(() => (document.querySelector('[role="switch"]') as HTMLInputElement).click());
  await press("加入门店会员群");
  expect(sent[0]?.input).toMatchObject({ kind: "store_group", storeId: "store-02", preferences: ["less_sugar"] });
  expect(onJoined).toHaveBeenCalledExactlyOnceWith("已加入门店会员群 · 外滩店 2 群");
});

test("a club is joined without a store, and a refusal stays in sight", async () => {
  const message = { zh: "该会员加入的群组数量已达上限，请先退出一个。", en: "Leave one first." };
  const { api, sent } = fakeApi([{ joinGroup: { userErrors: [{ code: "MEMBER_GROUPS_FULL", field: null, message }], membership: null } }]);
  const onJoined = vi.fn();
  shown(api, <JoinPanel way={{ kind: { ...KIND, code: "camping", name: "露营俱乐部", ofStore: false, choices: [] }, stores: [] }} onJoined={onJoined} />);
  expect(document.querySelector("select")).toBeNull();
  await press("加入露营俱乐部");
  expect(sent[0]?.input).toMatchObject({ kind: "camping", storeId: null, preferences: [] });
  expect(textOf("alert")).toBe(message.zh);
  expect(onJoined).not.toHaveBeenCalled();
});

import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { PrivacyPage } from "./PrivacyPage.js";

const retentionTimes = [
  { kind: "INBOX", days: 365 },
  { kind: "LOGINS", days: 180 },
  { kind: "ACTIVITY_DETAILS", days: null },
  { kind: "OF_A_LATER_RELEASE", days: 7 },
];
const WAITING = { erasure: { state: "WAITING", dueAt: "2026-03-05T04:00:00Z", endedAt: null }, retentionTimes };
const NONE = { erasure: null, retentionTimes };

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

afterEach(unmount);

test("an erasure is asked for only after the member said twice that they mean it", async () => {
  const done = { requestErasure: { userErrors: [], erasure: { dueAt: "2026-03-05T04:00:00Z" } } };
  const { api, sent } = fakeApi([NONE, done, WAITING]);
  shown(api, <PrivacyPage />);
  await settled();
  await press("注销会员");
  expect(sent).toHaveLength(1);
  expect(textOf("alert")).toContain("无法恢复");
  await press("确认注销");
  await settled();
  expect(sent).toHaveLength(3);
  expect(textOf("status")).toContain("3月5日");
});

test("an erasure that waits can be cancelled", async () => {
  const done = { cancelErasure: { userErrors: [], erasure: { endedAt: "2026-03-03T04:00:00Z" } } };
  const { api, sent } = fakeApi([WAITING, done, NONE]);
  shown(api, <PrivacyPage />);
  await settled();
  await press("取消注销");
  await settled();
  expect(sent).toHaveLength(3);
  await press("注销会员");
  await press("暂不注销");
  expect(sent).toHaveLength(3);
});

test("members see how long each kind of data is kept", async () => {
  const { api } = fakeApi([NONE]);
  shown(api, <PrivacyPage />);
  await settled();
  const text = document.body.textContent ?? "";
  expect(text).toContain("站内消息：保留 365 天");
  expect(text).toContain("活动明细：会员期间保留");
  expect(text).not.toContain("OF_A_LATER_RELEASE");
});

test("a member sees when staff saw their data, how and why, also in a way of a later release", async () => {
  const at = "2026-03-03T04:00:00Z";
  const seen = [
    { kind: "PHONE_LIST", reason: "召回第 7 批", at },
    { kind: "OF_A_LATER_RELEASE", reason: "查错", at },
  ];
  const { api } = fakeApi([{ ...NONE, disclosures: seen }]);
  shown(api, <PrivacyPage />);
  await settled();
  const words = [...document.querySelectorAll("li")].map((each) => each.textContent ?? "");
  expect(words[0]).toContain("在名单中查看了手机号");
  expect(words[0]).toContain("召回第 7 批");
  expect(words[1]).toContain("工作人员查看了您的信息");
  expect(document.body.textContent).not.toContain("没有查看过");
});

test("a copy is downloaded, and a refusal is told in words", async () => {
  const { api } = fakeApi([NONE]);
  const saved = vi.fn(() => "blob:copy");
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: saved, revokeObjectURL: vi.fn() }));
  const answers = [new Response("zip"), Response.json({ errors: [{ message: "数据量超出", extensions: { code: "EXPORT_TOO_LARGE" } }] }, { status: 409 })];
  const asked = vi.fn(async () => answers.shift() ?? new Response());
  vi.stubGlobal("fetch", asked);
  shown(api, <PrivacyPage />);
  await settled();
  await press("下载我的数据");
  await settled();
  expect(asked.mock.calls[0]?.slice(0, 1)).toEqual(["/export?lang=zh"]);
  expect(saved).toHaveBeenCalledOnce();
  await press("下载我的数据");
  await settled();
  expect(textOf("alert")).not.toBe("");
  expect(saved).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

test("a member sees what the brand noted about them, and which words a rule noted", async () => {
  const tag = (code: string, source: string) => ({ tag: { code, name: code }, source, setAt: "2026-03-03T04:00:00Z" });
  const { api } = fakeApi([{ ...NONE, me: { tags: [tag("奶茶爱好者", "RULE"), tag("学生", "OPERATOR")] } }]);
  shown(api, <PrivacyPage />);
  await settled();
  const words = [...document.querySelectorAll("li")].map((each) => each.textContent ?? "");
  expect(words[0]).toContain("由规则添加");
  expect(words[1]).toContain("学生");
  expect(words[1]).not.toContain("规则");
});

import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { CheckInPanel } from "./CheckInPanel.js";

const CHECK_INS = {
  checkedInToday: false,
  streak: 2,
  longestStreak: 6,
  makeUpCards: 1,
  days: [
    { date: "2026-11-27", checkedIn: false, madeUp: false },
    { date: "2026-11-28", checkedIn: true, madeUp: false },
  ],
  nextBonus: { inDays: 5, asset: "POINTS", amount: 20 },
};

afterEach(unmount);

test("a check-in whose answer was lost is the same wish when it is pressed again", async () => {
  const done = { checkIn: { userErrors: [], streak: 3, bonus: null, alreadyCheckedIn: false, checkIn: { awards: [{ asset: "POINTS", amount: 5 }] } } };
  const { api, sent } = fakeApi(["lost", done]);
  shown(api, <CheckInPanel checkIns={CHECK_INS} />);
  await press("签到");
  expect(textOf("alert")).toContain("没有得到答复");
  await press("签到");
  expect(textOf("status")).toBe("签到成功，已连续 3 天 · 获得 5 积分");
  expect(sent).toHaveLength(2);
  expect(sent[0]?.input.requestId).toBe(sent[1]?.input.requestId);
});

test("a refusal is told in the member's language, and the next press is another wish", async () => {
  const refused = { checkIn: { userErrors: [{ code: "CHECK_IN_UNAVAILABLE", field: null, message: { zh: "未提供此功能。", en: "Not offered." } }] } };
  const { api, sent } = fakeApi([refused, refused]);
  shown(api, <CheckInPanel checkIns={CHECK_INS} />);
  await press("签到");
  expect(textOf("alert")).toBe("未提供此功能。");
  await press("签到");
  expect(sent[0]?.input.requestId).not.toBe(sent[1]?.input.requestId);
});

test("a missed day can be filled while there is a card, and not without one", () => {
  const { api } = fakeApi([]);
  shown(api, <CheckInPanel checkIns={CHECK_INS} />);
  expect(document.querySelector('[aria-label="补签 11月27日"]')).not.toBeNull();
  unmount();
  shown(api, <CheckInPanel checkIns={{ ...CHECK_INS, makeUpCards: 0 }} />);
  expect(document.querySelector('[aria-label="补签 11月27日"]')).toBeNull();
});

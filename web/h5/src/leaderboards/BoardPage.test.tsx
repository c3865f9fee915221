import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { BoardPage } from "./BoardPage.js";

const PERIOD = { code: "2026-03", name: null, firstDay: "2026-03-01", lastDay: "2026-03-31", over: false };
const BOARDS = { leaderboards: { edges: [{ node: { code: "month", name: "月榜", per: "MONTH", byStore: false, current: PERIOD } }] } };
const GROUPS = { memberGroups: { kinds: [{ code: "club", name: "茶友会" }], memberships: [{ groupId: "grp_1", kind: "club", number: 2 }] } };

const view = (rank: number) => ({
  period: PERIOD,
  entries: [{ rank, score: 18, mine: true, member: null }],
  members: rank,
  me: { rank, score: 18, around: [] },
  asOf: null,
  complete: true,
});

const says = (words: string) => vi.waitFor(() => expect(document.body.textContent).toContain(words), { timeout: 10_000 });

afterEach(unmount);

test("a member sees their place among everybody, and then among their group", async () => {
  const { api, sent } = fakeApi([BOARDS, { leaderboard: view(7) }, GROUPS, { groupLeaderboard: view(1) }]);
  shown(api, <BoardPage code="month" />);
  await says("第 7 名");
  await says("范围");
  const among = [...document.querySelectorAll("select")].find((each) => each.previousElementSibling?.textContent === "范围") as HTMLSelectElement;
  expect([...among.options].map((each) => each.textContent)).toEqual(["全部会员", "茶友会 · 2 群"]);
  among.value = "grp_1";
  among.dispatchEvent(new Event("change", { bubbles: true }));
  await says("第 1 名");
  expect(sent).toHaveLength(4);
});

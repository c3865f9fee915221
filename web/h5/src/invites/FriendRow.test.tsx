import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { FriendRow } from "./InvitesPage.js";

const FRIEND = {
  state: "PENDING",
  acceptedAt: "2026-03-02T12:00:00Z",
  settlesAt: null,
  qualifiedAt: null,
  capped: false,
  refusal: null,
} as unknown as Parameters<typeof FriendRow>[0]["friend"];

afterEach(unmount);

test("a friend without an order waits for one, and one with an order for its day", () => {
  const { api } = fakeApi([]);
  shown(api, <FriendRow friend={FRIEND} />);
  expect(document.body.textContent).toContain("等待好友首次下单");
  unmount();
  shown(api, <FriendRow friend={{ ...FRIEND, settlesAt: "2026-03-12T12:00:00Z" }} />);
  expect(document.body.textContent).toMatch(/3月12日.*后生效/);
});

test("an invite that does not count says why", () => {
  const refusal = { code: "INVITEE_NOT_NEW", message: { zh: "仅限邀请新会员。", en: "Only new members." } };
  const { api } = fakeApi([]);
  shown(api, <FriendRow friend={{ ...FRIEND, state: "REFUSED", refusal } as typeof FRIEND} />);
  expect(document.body.textContent).toContain("仅限邀请新会员。");
  unmount();
  shown(api, <FriendRow friend={{ ...FRIEND, state: "QUALIFIED", qualifiedAt: "2026-03-12T12:00:00Z", capped: true }} />);
  expect(document.body.textContent).toContain("本月奖励名额已满");
});

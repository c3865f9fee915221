import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { FriendRow } from "./FriendsTab.js";

const REFERRAL = {
  inviteeId: "TWVtYmVyOm1lbV8x",
  inviterId: "TWVtYmVyOm1lbV8y",
  state: "REFUSED",
  acceptedAt: "2026-03-02T12:00:00Z",
  settlesAt: null,
  qualifiedAt: null,
  capped: false,
  order: null,
  refusal: { code: "INVITEE_NOT_NEW", message: { zh: "仅限邀请新会员。", en: "Only new members." } },
} as unknown as Parameters<typeof FriendRow>[0]["referral"];

test("an operator sees why an invite does not count", () => {
  render(<FriendRow referral={REFERRAL} who={null} />);
  expect(screen.getByText("未生效")).toBeTruthy();
  expect(screen.getByText(/仅限邀请新会员。|Only new members\./)).toBeTruthy();
});

test("an operator sees by which order it counts, and that the inviter was over the cap", () => {
  const counts = { ...REFERRAL, state: "QUALIFIED", order: "pos/o-1", qualifiedAt: "2026-03-09T12:00:00Z", capped: true, refusal: null };
  render(<FriendRow referral={counts as typeof REFERRAL} who={null} />);
  expect(screen.getByText("已生效")).toBeTruthy();
  expect(screen.getByText(/订单 pos\/o-1 · .*起生效 · 超出当月上限/)).toBeTruthy();
});

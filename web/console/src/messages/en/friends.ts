import type { Messages } from "../shape.js";

export const friends: Messages["friends"] = {
  code: "Invite code",
  link: "Link",
  notOffered: "This brand has no referrals",
  notOfferedText: "Add the section referral to its programme.",
  counts: (all, month, cap) => `Counted: ${all}, this month ${month} of ${cap} that are rewarded`,
  invitedBy: "Invited by",
  member: "a member",
  made: "Invited",
  none: "Nobody came by this member's code yet",
  states: { PENDING: "On the way", QUALIFIED: "Counts", REVERSED: "Taken back", REFUSED: "Does not count" },
  accepted: (when) => `accepted ${when}`,
  settles: (when) => `settles ${when}`,
  qualified: (when) => `counts since ${when}`,
  capped: "over the month's cap: only the friend is rewarded",
  order: (order) => `order ${order}`,
};

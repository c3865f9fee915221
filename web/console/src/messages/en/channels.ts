import type { Messages } from "../shape.js";

export const channels: Messages["channels"] = {
  title: "Channels",
  lead: "The channels that messages go by, what became of them in seven days, and whether members hear too much.",
  list: "All channels",
  notConfigured: "No provider",
  paused: (when) => `Left alone until ${when}`,
  names: {
    inbox: "Inbox", push: "App push", wechat_subscription: "WeChat subscription", sms: "SMS", webhook: "The brand's program", in_car: "In the car", wecom: "WeCom, sent by staff",
  },
  columns: { channel: "Channel", messages: "Messages", sent: "Sent", failed: "Failed or unknown", other: "Others", failure: "Latest failure" },
  pressure: {
    title: "Pressure on members",
    none: "No brakes",
    noneText: "Write them into reach.pressure of the programme: when too many members are touched on days running, the brand says less.",
    running: (days) => `Touched on ${days} days running`,
    lowered: "Lowered",
    normal: "Normal",
    measured: (share, touched, reachable, day) => `${touched} of ${reachable} reachable members (${share}), until ${day}`,
    notYet: "Not measured yet: from the next morning on.",
    since: (day, cap, calm) => `Since ${day} ${cap}; ${calm} days in a row were low enough.`,
    from: (share, cap) => `From ${share} on ${cap}.`,
    recovers: (share) => `As before after three days below ${share}.`,
    cap: (times, window) => `at most ${times} ${window}`,
    windows: { DAY: "a day", WEEK: "a week", MONTH: "a month" },
  },
  shares: {
    title: "Share of posts to groups",
    of: { GROUP: "Posts to groups, of all touches", PROMOTION: "Promotions, of posts to groups" },
    full: "At its limit",
    within: "Within its limit",
    notEnforced: "Not enforced yet",
    measured: (share, part, whole, days) => `${part} of ${whole} touches in ${days} days (${share}).`,
    limit: (share) => `At most ${share}: a post that would exceed it is stopped.`,
    from: (share, least) => `At most ${share}, enforced from ${least} touches on.`,
  },
};

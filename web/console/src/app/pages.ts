import type { IconName } from "@tessera/kit";

/** Every screen that has a place in the menu: its path, its picture, and the group it stands in. */
export const PAGES = {
  today: { path: "/", icon: "today", group: "daily" },
  members: { path: "/members", icon: "members", group: "daily" },
  segments: { path: "/segments", icon: "segments", group: "daily" },
  feedback: { path: "/feedback", icon: "feedback", group: "daily" },
  figures: { path: "/figures", icon: "figures", group: "daily" },
  insight: { path: "/insight", icon: "insight", group: "daily" },
  vouchers: { path: "/vouchers", icon: "voucher", group: "daily" },
  rewards: { path: "/rewards", icon: "rewards", group: "offers" },
  coupons: { path: "/coupons", icon: "coupons", group: "offers" },
  budgets: { path: "/budgets", icon: "budgets", group: "offers" },
  lotteries: { path: "/lotteries", icon: "lotteries", group: "offers" },
  events: { path: "/events", icon: "events", group: "offers" },
  ideas: { path: "/ideas", icon: "ideas", group: "offers" },
  topics: { path: "/topics", icon: "topics", group: "offers" },
  clubs: { path: "/clubs", icon: "clubs", group: "offers" },
  nextOffers: { path: "/next-offers", icon: "rewards", group: "offers" },
  surveys: { path: "/surveys", icon: "surveys", group: "offers" },
  broadcasts: { path: "/broadcasts", icon: "broadcasts", group: "offers" },
  channels: { path: "/channels", icon: "channels", group: "offers" },
  experiments: { path: "/experiments", icon: "experiments", group: "offers" },
  journeys: { path: "/journeys", icon: "journeys", group: "offers" },
  leaderboards: { path: "/leaderboards", icon: "leaderboards", group: "offers" },
  stores: { path: "/stores", icon: "stores", group: "brand" },
  programme: { path: "/programme", icon: "programme", group: "brand" },
  bulk: { path: "/bulk", icon: "bulk", group: "control" },
  books: { path: "/books", icon: "books", group: "control" },
  approvals: { path: "/approvals", icon: "approvals", group: "control" },
  audit: { path: "/audit", icon: "audit", group: "control" },
  quality: { path: "/quality", icon: "quality", group: "control" },
  webhooks: { path: "/webhooks", icon: "webhooks", group: "control" },
  clients: { path: "/clients", icon: "clients", group: "control" },
  explorer: { path: "/explorer", icon: "explorer", group: "control" },
} as const satisfies Record<string, { path: string; icon: IconName; group: string }>;

export type Page = keyof typeof PAGES;
export type Group = (typeof PAGES)[Page]["group"];

export const ALL = Object.keys(PAGES) as Page[];
/** On a phone these stand at the bottom; the palette has the rest. */
export const IN_BAR: readonly Page[] = ["today", "members", "feedback", "vouchers"];

/** What there is for who works for certain stores: every other page is about the whole brand. */
export const AT_STORES: readonly Page[] = ["today", "members", "feedback", "figures", "vouchers", "events", "clubs", "leaderboards", "stores"];

/** Pages by group, in the order of the menu. */
export function groupsOf(pages: readonly Page[]): readonly (readonly [Group, readonly Page[]])[] {
  const groups = [...new Set(pages.map((page) => PAGES[page].group))];
  return groups.map((group) => [group, pages.filter((page) => PAGES[page].group === group)]);
}

/** The addresses of daily work. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root, words } from "./root.js";
import { whole } from "./whole.js";

const today = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../today/TodayPage.js"), "TodayPage"),
});
const members = createRoute({
  getParentRoute: () => root,
  path: "/members",
  validateSearch: words("q", "tag", "segment"),
  component: lazyRouteComponent(() => import("../members/SearchPage.js"), "SearchPage"),
});
const member = createRoute({
  getParentRoute: () => root,
  path: "/members/$id",
  validateSearch: words("show"),
  component: lazyRouteComponent(() => import("../members/MemberPage.js"), "MemberPage"),
});
const mergeRequests = createRoute({
  getParentRoute: () => root,
  path: "/merge-requests",
  validateSearch: words("state"),
  component: lazyRouteComponent(() => import("../members/MergeRequestsPage.js"), "MergeRequestsPage"),
});
const segments = createRoute({
  getParentRoute: () => root,
  path: "/segments",
  component: lazyRouteComponent(whole(() => import("../segments/SegmentsPage.js")), "SegmentsPage"),
});
const rfm = createRoute({
  getParentRoute: () => root,
  path: "/rfm",
  component: lazyRouteComponent(whole(() => import("../segments/RfmPage.js")), "RfmPage"),
});
const segment = createRoute({
  getParentRoute: () => root,
  path: "/segments/$code",
  component: lazyRouteComponent(whole(() => import("../segments/SegmentPage.js")), "SegmentPage"),
});
const feedback = createRoute({
  getParentRoute: () => root,
  path: "/feedback",
  validateSearch: words("item", "show", "first", "whose", "after"),
  component: lazyRouteComponent(() => import("../feedback/QueuePage.js"), "QueuePage"),
});
const figures = createRoute({
  getParentRoute: () => root,
  path: "/figures",
  validateSearch: words("days"),
  component: lazyRouteComponent(whole(() => import("../figures/FiguresPage.js")), "FiguresPage"),
});
const insight = createRoute({
  getParentRoute: () => root,
  path: "/insight",
  validateSearch: words("metric", "by", "board"),
  component: lazyRouteComponent(whole(() => import("../insight/InsightPage.js")), "InsightPage"),
});
const behind = createRoute({
  getParentRoute: () => root,
  path: "/insight/members",
  validateSearch: words("metric", "day", "by", "part", "cohort", "after", "funnel", "step", "from", "until"),
  component: lazyRouteComponent(whole(() => import("../insight/BehindPage.js")), "BehindPage"),
});
const vouchers = createRoute({
  getParentRoute: () => root,
  path: "/vouchers",
  component: lazyRouteComponent(() => import("../vouchers/DeskPage.js"), "DeskPage"),
});

export const daily = [
  today,
  members,
  member,
  mergeRequests,
  segments,
  segment,
  rfm,
  feedback,
  figures,
  insight,
  behind,
  vouchers,
];

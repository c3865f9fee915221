/** Every screen and its address. */
import { createRootRoute, createRoute, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";

import { NotFound } from "./Failures.js";
import { Shell } from "./Shell.js";

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Reads these words of an address's query as texts; one that is missing is undefined. */
function words<Word extends string>(...names: readonly Word[]) {
  return (search: Record<string, unknown>) =>
    Object.fromEntries(
      names.map((name) => [name, search[name] === undefined || search[name] === null ? undefined : String(search[name])]),
    ) as { [Name in Word]?: string | undefined };
}

const today = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../today/TodayPage.js"), "TodayPage"),
});
const members = createRoute({
  getParentRoute: () => root,
  path: "/members",
  validateSearch: words("q", "kind"),
  component: lazyRouteComponent(() => import("../members/SearchPage.js"), "SearchPage"),
});
const member = createRoute({
  getParentRoute: () => root,
  path: "/members/$id",
  validateSearch: words("show"),
  component: lazyRouteComponent(() => import("../members/MemberPage.js"), "MemberPage"),
});
const feedback = createRoute({
  getParentRoute: () => root,
  path: "/feedback",
  validateSearch: words("item", "show", "first"),
  component: lazyRouteComponent(() => import("../feedback/QueuePage.js"), "QueuePage"),
});
const segments = createRoute({
  getParentRoute: () => root,
  path: "/segments",
  component: lazyRouteComponent(() => import("../segments/SegmentsPage.js"), "SegmentsPage"),
});
const segment = createRoute({
  getParentRoute: () => root,
  path: "/segments/$code",
  component: lazyRouteComponent(() => import("../segments/SegmentPage.js"), "SegmentPage"),
});
const figures = createRoute({
  getParentRoute: () => root,
  path: "/figures",
  validateSearch: words("days"),
  component: lazyRouteComponent(() => import("../figures/FiguresPage.js"), "FiguresPage"),
});
const broadcasts = createRoute({
  getParentRoute: () => root,
  path: "/broadcasts",
  component: lazyRouteComponent(() => import("../broadcasts/BroadcastsPage.js"), "BroadcastsPage"),
});
const broadcast = createRoute({
  getParentRoute: () => root,
  path: "/broadcasts/$id",
  component: lazyRouteComponent(() => import("../broadcasts/BroadcastPage.js"), "BroadcastPage"),
});
const journeys = createRoute({
  getParentRoute: () => root,
  path: "/journeys",
  component: lazyRouteComponent(() => import("../journeys/JourneysPage.js"), "JourneysPage"),
});
const journey = createRoute({
  getParentRoute: () => root,
  path: "/journeys/$code",
  component: lazyRouteComponent(() => import("../journeys/JourneyPage.js"), "JourneyPage"),
});
const leaderboards = createRoute({
  getParentRoute: () => root,
  path: "/leaderboards",
  component: lazyRouteComponent(() => import("../leaderboards/LeaderboardsPage.js"), "LeaderboardsPage"),
});
const leaderboard = createRoute({
  getParentRoute: () => root,
  path: "/leaderboards/$code",
  validateSearch: words("period", "store"),
  component: lazyRouteComponent(() => import("../leaderboards/LeaderboardPage.js"), "LeaderboardPage"),
});
const vouchers = createRoute({
  getParentRoute: () => root,
  path: "/vouchers",
  component: lazyRouteComponent(() => import("../vouchers/DeskPage.js"), "DeskPage"),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: "/approvals",
  validateSearch: words("state"),
  component: lazyRouteComponent(() => import("../approvals/ApprovalsPage.js"), "ApprovalsPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: words("service", "actor", "action"),
  component: lazyRouteComponent(() => import("../audit/AuditPage.js"), "AuditPage"),
});
const rewards = createRoute({
  getParentRoute: () => root,
  path: "/rewards",
  validateSearch: words("category"),
  component: lazyRouteComponent(() => import("../rewards/RewardsPage.js"), "RewardsPage"),
});
const coupons = createRoute({
  getParentRoute: () => root,
  path: "/coupons",
  component: lazyRouteComponent(() => import("../coupons/CouponsPage.js"), "CouponsPage"),
});
const budgets = createRoute({
  getParentRoute: () => root,
  path: "/budgets",
  component: lazyRouteComponent(() => import("../budgets/BudgetsPage.js"), "BudgetsPage"),
});
const lotteries = createRoute({
  getParentRoute: () => root,
  path: "/lotteries",
  component: lazyRouteComponent(() => import("../lotteries/LotteriesPage.js"), "LotteriesPage"),
});
const lottery = createRoute({
  getParentRoute: () => root,
  path: "/lotteries/$code",
  validateSearch: words("member"),
  component: lazyRouteComponent(() => import("../lotteries/LotteryPage.js"), "LotteryPage"),
});
const ideas = createRoute({
  getParentRoute: () => root,
  path: "/ideas",
  validateSearch: words("view"),
  component: lazyRouteComponent(() => import("../ideas/IdeasPage.js"), "IdeasPage"),
});
const idea = createRoute({
  getParentRoute: () => root,
  path: "/ideas/$id",
  component: lazyRouteComponent(() => import("../ideas/IdeaPage.js"), "IdeaPage"),
});
const surveys = createRoute({
  getParentRoute: () => root,
  path: "/surveys",
  component: lazyRouteComponent(() => import("../surveys/SurveysPage.js"), "SurveysPage"),
});
const survey = createRoute({
  getParentRoute: () => root,
  path: "/surveys/$code",
  validateSearch: words("days"),
  component: lazyRouteComponent(() => import("../surveys/SurveyPage.js"), "SurveyPage"),
});
const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: words("event"),
  component: lazyRouteComponent(() => import("../events/EventsPage.js"), "EventsPage"),
});
const quality = createRoute({
  getParentRoute: () => root,
  path: "/quality",
  validateSearch: words("days"),
  component: lazyRouteComponent(() => import("../quality/QualityPage.js"), "QualityPage"),
});
const insight = createRoute({
  getParentRoute: () => root,
  path: "/insight",
  validateSearch: words("metric", "by"),
  component: lazyRouteComponent(() => import("../insight/InsightPage.js"), "InsightPage"),
});
const stores = createRoute({
  getParentRoute: () => root,
  path: "/stores",
  validateSearch: words("city"),
  component: lazyRouteComponent(() => import("../stores/StoresPage.js"), "StoresPage"),
});
const store = createRoute({
  getParentRoute: () => root,
  path: "/stores/$code",
  validateSearch: words("day"),
  component: lazyRouteComponent(() => import("../stores/StorePage.js"), "StorePage"),
});
const programme = createRoute({
  getParentRoute: () => root,
  path: "/programme",
  validateSearch: words("show", "version"),
  component: lazyRouteComponent(() => import("../programme/ProgrammePage.js"), "ProgrammePage"),
});
const books = createRoute({
  getParentRoute: () => root,
  path: "/books",
  validateSearch: words("from", "until"),
  component: lazyRouteComponent(() => import("../books/BooksPage.js"), "BooksPage"),
});
const bulk = createRoute({
  getParentRoute: () => root,
  path: "/bulk",
  component: lazyRouteComponent(() => import("../bulk/BulkPage.js"), "BulkPage"),
});
const bulkFile = createRoute({
  getParentRoute: () => root,
  path: "/bulk/$id",
  component: lazyRouteComponent(() => import("../bulk/FilePage.js"), "FilePage"),
});
const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("../webhooks/WebhooksPage.js"), "WebhooksPage"),
});
const webhook = createRoute({
  getParentRoute: () => root,
  path: "/webhooks/$id",
  component: lazyRouteComponent(() => import("../webhooks/EndpointPage.js"), "EndpointPage"),
});
const explorer = createRoute({
  getParentRoute: () => root,
  path: "/explorer",
  component: lazyRouteComponent(() => import("../explorer/ExplorerPage.js"), "ExplorerPage"),
});

export const screens = [
  today,
  members,
  member,
  segments,
  segment,
  feedback,
  figures,
  insight,
  vouchers,
  rewards,
  coupons,
  budgets,
  lotteries,
  lottery,
  events,
  ideas,
  idea,
  surveys,
  survey,
  broadcasts,
  broadcast,
  journeys,
  journey,
  leaderboards,
  leaderboard,
  stores,
  store,
  programme,
  books,
  bulk,
  bulkFile,
  approvals,
  audit,
  quality,
  webhooks,
  webhook,
  explorer,
];

// The gallery of the kit is for those who build the console.
export const gallery: AnyRoute[] = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: "/kit",
        component: lazyRouteComponent(() => import("./Gallery.js"), "Gallery"),
      }),
    ]
  : [];

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type AnyRoute,
  type ErrorComponentProps,
} from "@tanstack/react-router";

import { Broken, NotFound } from "./Failures.js";
import { Shell } from "./Shell.js";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** A text of the address's query; undefined without one. */
const text = (value: unknown) => (value === undefined || value === null ? undefined : String(value));

const today = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../today/TodayPage.js"), "TodayPage"),
});
const members = createRoute({
  getParentRoute: () => root,
  path: "/members",
  validateSearch: ({ q, kind }: Record<string, unknown>): { q?: string | undefined; kind?: string | undefined } => ({
    q: text(q),
    kind: text(kind),
  }),
  component: lazyRouteComponent(() => import("../members/SearchPage.js"), "SearchPage"),
});
const member = createRoute({
  getParentRoute: () => root,
  path: "/members/$id",
  validateSearch: ({ show }: Record<string, unknown>): { show?: string | undefined } => ({ show: text(show) }),
  component: lazyRouteComponent(() => import("../members/MemberPage.js"), "MemberPage"),
});
const feedback = createRoute({
  getParentRoute: () => root,
  path: "/feedback",
  validateSearch: ({ item, show, first }: Record<string, unknown>): {
    item?: string | undefined;
    show?: string | undefined;
    first?: string | undefined;
  } => ({ item: text(item), show: text(show), first: text(first) }),
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
  validateSearch: ({ days }: Record<string, unknown>): { days?: string | undefined } => ({ days: text(days) }),
  component: lazyRouteComponent(() => import("../figures/FiguresPage.js"), "FiguresPage"),
});
const leaderboards = createRoute({
  getParentRoute: () => root,
  path: "/leaderboards",
  component: lazyRouteComponent(() => import("../leaderboards/LeaderboardsPage.js"), "LeaderboardsPage"),
});
const leaderboard = createRoute({
  getParentRoute: () => root,
  path: "/leaderboards/$code",
  validateSearch: ({ period, store }: Record<string, unknown>): { period?: string | undefined; store?: string | undefined } => ({
    period: text(period),
    store: text(store),
  }),
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
  validateSearch: ({ state }: Record<string, unknown>): { state?: string | undefined } => ({ state: text(state) }),
  component: lazyRouteComponent(() => import("../approvals/ApprovalsPage.js"), "ApprovalsPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  validateSearch: ({ service, actor, action }: Record<string, unknown>): {
    service?: string | undefined;
    actor?: string | undefined;
    action?: string | undefined;
  } => ({ service: text(service), actor: text(actor), action: text(action) }),
  component: lazyRouteComponent(() => import("../audit/AuditPage.js"), "AuditPage"),
});
const rewards = createRoute({
  getParentRoute: () => root,
  path: "/rewards",
  validateSearch: ({ category }: Record<string, unknown>): { category?: string | undefined } => ({ category: text(category) }),
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
  validateSearch: ({ member }: Record<string, unknown>): { member?: string | undefined } => ({ member: text(member) }),
  component: lazyRouteComponent(() => import("../lotteries/LotteryPage.js"), "LotteryPage"),
});
const surveys = createRoute({
  getParentRoute: () => root,
  path: "/surveys",
  component: lazyRouteComponent(() => import("../surveys/SurveysPage.js"), "SurveysPage"),
});
const survey = createRoute({
  getParentRoute: () => root,
  path: "/surveys/$code",
  validateSearch: ({ days }: Record<string, unknown>): { days?: string | undefined } => ({ days: text(days) }),
  component: lazyRouteComponent(() => import("../surveys/SurveyPage.js"), "SurveyPage"),
});
const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: ({ event }: Record<string, unknown>): { event?: string | undefined } => ({ event: text(event) }),
  component: lazyRouteComponent(() => import("../events/EventsPage.js"), "EventsPage"),
});
const quality = createRoute({
  getParentRoute: () => root,
  path: "/quality",
  validateSearch: ({ days }: Record<string, unknown>): { days?: string | undefined } => ({ days: text(days) }),
  component: lazyRouteComponent(() => import("../quality/QualityPage.js"), "QualityPage"),
});
const stores = createRoute({
  getParentRoute: () => root,
  path: "/stores",
  validateSearch: ({ city }: Record<string, unknown>): { city?: string | undefined } => ({ city: text(city) }),
  component: lazyRouteComponent(() => import("../stores/StoresPage.js"), "StoresPage"),
});
const store = createRoute({
  getParentRoute: () => root,
  path: "/stores/$code",
  validateSearch: ({ day }: Record<string, unknown>): { day?: string | undefined } => ({ day: text(day) }),
  component: lazyRouteComponent(() => import("../stores/StorePage.js"), "StorePage"),
});
const programme = createRoute({
  getParentRoute: () => root,
  path: "/programme",
  validateSearch: ({ show, version }: Record<string, unknown>): { show?: string | undefined; version?: string | undefined } => ({
    show: text(show),
    version: text(version),
  }),
  component: lazyRouteComponent(() => import("../programme/ProgrammePage.js"), "ProgrammePage"),
});
const books = createRoute({
  getParentRoute: () => root,
  path: "/books",
  validateSearch: ({ from, until }: Record<string, unknown>): { from?: string | undefined; until?: string | undefined } => ({
    from: text(from),
    until: text(until),
  }),
  component: lazyRouteComponent(() => import("../books/BooksPage.js"), "BooksPage"),
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
const screens = [
  today, members, member, segments, segment, feedback, figures, vouchers,
  rewards, coupons, budgets, lotteries, lottery, events, surveys, survey, leaderboards, leaderboard,
  stores, store, programme, books, approvals, audit, quality, webhooks, webhook, explorer,
];

// The gallery of the kit is for those who build the console.
const gallery: AnyRoute[] = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: "/kit",
        component: lazyRouteComponent(() => import("./Gallery.js"), "Gallery"),
      }),
    ]
  : [];

/** What a screen is asked for stands in the address, as people would write it: `?q=19900000002`. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return query && `?${query}`;
}

export function newRouter() {
  return createRouter({
    routeTree: root.addChildren([...screens, ...(gallery as [])]),
    basepath: import.meta.env.BASE_URL,
    defaultPreload: "intent",
    defaultErrorComponent: ({ error }: ErrorComponentProps) => <Broken error={error as Error} />,
    scrollRestoration: true,
    parseSearch,
    stringifySearch: writeSearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}

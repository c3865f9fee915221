/** The addresses of what members are offered. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root, words } from "./root.js";

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
const campaign = createRoute({
  getParentRoute: () => root,
  path: "/budgets/$code",
  component: lazyRouteComponent(() => import("../budgets/CampaignPage.js"), "CampaignPage"),
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
const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: words("event"),
  component: lazyRouteComponent(() => import("../events/EventsPage.js"), "EventsPage"),
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
const topics = createRoute({
  getParentRoute: () => root,
  path: "/topics",
  validateSearch: words("view"),
  component: lazyRouteComponent(() => import("../topics/TopicsPage.js"), "TopicsPage"),
});
const clubs = createRoute({
  getParentRoute: () => root,
  path: "/clubs",
  validateSearch: words("kind", "store"),
  component: lazyRouteComponent(() => import("../clubs/ClubsPage.js"), "ClubsPage"),
});
const club = createRoute({
  getParentRoute: () => root,
  path: "/clubs/$id",
  component: lazyRouteComponent(() => import("../clubs/ClubPage.js"), "ClubPage"),
});
const nextOffers = createRoute({
  getParentRoute: () => root,
  path: "/next-offers",
  component: lazyRouteComponent(() => import("../nextOffers/NextOffersPage.js"), "NextOffersPage"),
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
const channels = createRoute({
  getParentRoute: () => root,
  path: "/channels",
  component: lazyRouteComponent(() => import("../channels/ChannelsPage.js"), "ChannelsPage"),
});
const experiments = createRoute({
  getParentRoute: () => root,
  path: "/experiments",
  component: lazyRouteComponent(() => import("../experiments/ExperimentsPage.js"), "ExperimentsPage"),
});
const experiment = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$code",
  component: lazyRouteComponent(() => import("../experiments/ExperimentPage.js"), "ExperimentPage"),
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

export const offers = [
  rewards,
  coupons,
  budgets,
  campaign,
  lotteries,
  lottery,
  events,
  ideas,
  idea,
  topics,
  clubs,
  club,
  nextOffers,
  surveys,
  survey,
  broadcasts,
  broadcast,
  channels,
  experiments,
  experiment,
  journeys,
  journey,
  leaderboards,
  leaderboard,
];

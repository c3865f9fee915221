/** The addresses of what members are offered. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { root, words } from "./root.js";
import { whole } from "./whole.js";

const rewards = createRoute({
  getParentRoute: () => root,
  path: "/rewards",
  validateSearch: words("category"),
  component: lazyRouteComponent(whole(() => import("../rewards/RewardsPage.js")), "RewardsPage"),
});
const coupons = createRoute({
  getParentRoute: () => root,
  path: "/coupons",
  component: lazyRouteComponent(whole(() => import("../coupons/CouponsPage.js")), "CouponsPage"),
});
const budgets = createRoute({
  getParentRoute: () => root,
  path: "/budgets",
  component: lazyRouteComponent(whole(() => import("../budgets/BudgetsPage.js")), "BudgetsPage"),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: "/budgets/$code",
  component: lazyRouteComponent(whole(() => import("../budgets/CampaignPage.js")), "CampaignPage"),
});
const lotteries = createRoute({
  getParentRoute: () => root,
  path: "/lotteries",
  component: lazyRouteComponent(whole(() => import("../lotteries/LotteriesPage.js")), "LotteriesPage"),
});
const lottery = createRoute({
  getParentRoute: () => root,
  path: "/lotteries/$code",
  validateSearch: words("member"),
  component: lazyRouteComponent(whole(() => import("../lotteries/LotteryPage.js")), "LotteryPage"),
});
const events = createRoute({
  getParentRoute: () => root,
  path: "/events",
  validateSearch: words("event"),
  component: lazyRouteComponent(whole(() => import("../events/EventsPage.js")), "EventsPage"),
});
const ideas = createRoute({
  getParentRoute: () => root,
  path: "/ideas",
  validateSearch: words("view"),
  component: lazyRouteComponent(whole(() => import("../ideas/IdeasPage.js")), "IdeasPage"),
});
const idea = createRoute({
  getParentRoute: () => root,
  path: "/ideas/$id",
  component: lazyRouteComponent(whole(() => import("../ideas/IdeaPage.js")), "IdeaPage"),
});
const topics = createRoute({
  getParentRoute: () => root,
  path: "/topics",
  validateSearch: words("view"),
  component: lazyRouteComponent(whole(() => import("../topics/TopicsPage.js")), "TopicsPage"),
});
const clubs = createRoute({
  getParentRoute: () => root,
  path: "/clubs",
  validateSearch: words("kind", "store"),
  component: lazyRouteComponent(whole(() => import("../clubs/ClubsPage.js")), "ClubsPage"),
});
const club = createRoute({
  getParentRoute: () => root,
  path: "/clubs/$id",
  component: lazyRouteComponent(whole(() => import("../clubs/ClubPage.js")), "ClubPage"),
});
const nextOffers = createRoute({
  getParentRoute: () => root,
  path: "/next-offers",
  component: lazyRouteComponent(whole(() => import("../nextOffers/NextOffersPage.js")), "NextOffersPage"),
});
const surveys = createRoute({
  getParentRoute: () => root,
  path: "/surveys",
  component: lazyRouteComponent(whole(() => import("../surveys/SurveysPage.js")), "SurveysPage"),
});
const survey = createRoute({
  getParentRoute: () => root,
  path: "/surveys/$code",
  validateSearch: words("days"),
  component: lazyRouteComponent(whole(() => import("../surveys/SurveyPage.js")), "SurveyPage"),
});
const broadcasts = createRoute({
  getParentRoute: () => root,
  path: "/broadcasts",
  component: lazyRouteComponent(whole(() => import("../broadcasts/BroadcastsPage.js")), "BroadcastsPage"),
});
const broadcast = createRoute({
  getParentRoute: () => root,
  path: "/broadcasts/$id",
  component: lazyRouteComponent(whole(() => import("../broadcasts/BroadcastPage.js")), "BroadcastPage"),
});
const channels = createRoute({
  getParentRoute: () => root,
  path: "/channels",
  component: lazyRouteComponent(whole(() => import("../channels/ChannelsPage.js")), "ChannelsPage"),
});
const experiments = createRoute({
  getParentRoute: () => root,
  path: "/experiments",
  component: lazyRouteComponent(whole(() => import("../experiments/ExperimentsPage.js")), "ExperimentsPage"),
});
const experiment = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$code",
  component: lazyRouteComponent(whole(() => import("../experiments/ExperimentPage.js")), "ExperimentPage"),
});
const journeys = createRoute({
  getParentRoute: () => root,
  path: "/journeys",
  component: lazyRouteComponent(whole(() => import("../journeys/JourneysPage.js")), "JourneysPage"),
});
const journey = createRoute({
  getParentRoute: () => root,
  path: "/journeys/$code",
  component: lazyRouteComponent(whole(() => import("../journeys/JourneyPage.js")), "JourneyPage"),
});
const leaderboards = createRoute({
  getParentRoute: () => root,
  path: "/leaderboards",
  component: lazyRouteComponent(whole(() => import("../leaderboards/LeaderboardsPage.js")), "LeaderboardsPage"),
});
const leaderboard = createRoute({
  getParentRoute: () => root,
  path: "/leaderboards/$code",
  validateSearch: words("period", "store"),
  component: lazyRouteComponent(whole(() => import("../leaderboards/LeaderboardPage.js")), "LeaderboardPage"),
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

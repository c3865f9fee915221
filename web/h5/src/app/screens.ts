import type { Load } from "./LazyScreen.js";

/** The screens by the first part of their address. The card comes with the page itself. */
export const SCREENS: Readonly<Record<string, Load>> = {
  points: () => import("../points/PointsPage.js").then((room) => room.PointsPage),
  rewards: () => import("../rewards/RewardsPage.js").then((room) => room.RewardsPage),
  wallet: () => import("../wallet/WalletPage.js").then((room) => room.WalletPage),
  me: () => import("../profile/ProfilePage.js").then((room) => room.ProfilePage),
  clubs: () => import("../clubs/ClubsPage.js").then((room) => room.ClubsPage),
  consents: () => import("../consents/ConsentsPage.js").then((room) => room.ConsentsPage),
  privacy: () => import("../privacy/PrivacyPage.js").then((room) => room.PrivacyPage),
  feedback: () => import("../feedback/FeedbackPage.js").then((room) => room.FeedbackPage),
  ideas: () => import("../ideas/IdeasScreen.js").then((room) => room.IdeasScreen),
  inbox: () => import("../inbox/InboxPage.js").then((room) => room.InboxPage),
  offers: () => import("../offers/OffersPage.js").then((room) => room.OffersPage),
  gifts: () => import("../gifts/GiftsPage.js").then((room) => room.GiftsPage),
  invites: () => import("../invites/InvitesPage.js").then((room) => room.InvitesPage),
  lottery: () => import("../lottery/LotteryScreen.js").then((room) => room.LotteryScreen),
  events: () => import("../events/EventsPage.js").then((room) => room.EventsPage),
  surveys: () => import("../surveys/SurveysScreen.js").then((room) => room.SurveysScreen),
  leaderboards: () => import("../leaderboards/BoardScreen.js").then((room) => room.BoardScreen),
  statements: () => import("../statements/StatementsPage.js").then((room) => room.StatementsPage),
  topics: () => import("../topics/TopicsScreen.js").then((room) => room.TopicsScreen),
  tasks: () => import("../tasks/TasksPage.js").then((room) => room.TasksPage),
};

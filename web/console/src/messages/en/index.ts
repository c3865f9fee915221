import type { Messages } from "../shape.js";
import { app } from "./app.js";
import { books } from "./books.js";
import { bulk } from "./bulk.js";
import { channels } from "./channels.js";
import { clients } from "./clients.js";
import { clubs } from "./clubs.js";
import { broadcasts } from "./broadcasts.js";
import { events } from "./events.js";
import { experiments } from "./experiments.js";
import { feedback } from "./feedback.js";
import { friends } from "./friends.js";
import { figures, leaderboards, segments } from "./groups.js";
import { journeys } from "./journeys.js";
import { ideas } from "./ideas.js";
import { insight } from "./insight.js";
import { lotteries } from "./lotteries.js";
import { members } from "./members.js";
import { mergeRequests } from "./mergeRequests.js";
import { budgets, coupons, rewards } from "./offers.js";
import { nextOffers } from "./nextOffers.js";
import { programme } from "./programme.js";
import { quality } from "./quality.js";
import { reveals } from "./reveals.js";
import { stores } from "./stores.js";
import { surveys } from "./surveys.js";
import { topics } from "./topics.js";
import { views } from "./views.js";
import { webhooks } from "./webhooks.js";
import { approvals, audit, explorer, today, vouchers } from "./work.js";

export const en: Messages = {
  app,
  approvals,
  audit,
  books,
  broadcasts,
  budgets,
  bulk,
  channels,
  clients,
  clubs,
  coupons,
  events,
  experiments,
  explorer,
  feedback,
  figures,
  journeys,
  ideas,
  insight,
  friends,
  leaderboards,
  lotteries,
  members,
  mergeRequests,
  nextOffers,
  programme,
  quality,
  reveals,
  rewards,
  segments,
  stores,
  surveys,
  today,
  topics,
  vouchers,
  views,
  webhooks,
};

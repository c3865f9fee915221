import type { LaterRoom, Messages } from "../shape.js";
import { books } from "./books.js";
import { broadcasts } from "./broadcasts.js";
import { bulk } from "./bulk.js";
import { channels } from "./channels.js";
import { clients } from "./clients.js";
import { clubs } from "./clubs.js";
import { events } from "./events.js";
import { experiments } from "./experiments.js";
import { figures, leaderboards, segments } from "./groups.js";
import { ideas } from "./ideas.js";
import { insight } from "./insight.js";
import { journeys } from "./journeys.js";
import { lotteries } from "./lotteries.js";
import { nextOffers } from "./nextOffers.js";
import { budgets, coupons, rewards } from "./offers.js";
import { programme } from "./programme.js";
import { quality } from "./quality.js";
import { reveals } from "./reveals.js";
import { stores } from "./stores.js";
import { surveys } from "./surveys.js";
import { timeline } from "./timeline.js";
import { topics } from "./topics.js";
import { webhooks } from "./webhooks.js";

/** The other rooms: loaded behind the first screen. */
export const later: Pick<Messages, LaterRoom> = {
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
  figures,
  ideas,
  insight,
  journeys,
  leaderboards,
  lotteries,
  nextOffers,
  programme,
  quality,
  reveals,
  rewards,
  segments,
  stores,
  surveys,
  timeline,
  topics,
  webhooks,
};

import { createContext, use } from "react";

import type { FirstRoom, LaterRoom, Messages } from "../messages/shape.js";
import type { Language } from "./preferences.js";

type First = Pick<Messages, FirstRoom>;
type Later = Pick<Messages, LaterRoom>;

/** Languages are loaded apart from the first screen's scripts: each is as big as a screen, and its larger half comes later. */
const LOAD: Record<Language, { first: () => Promise<First>; later: () => Promise<Later> }> = {
  zh: {
    first: () => import("../messages/zh/first.js").then(({ first }) => first),
    later: () => import("../messages/zh/later.js").then(({ later }) => later),
  },
  en: {
    first: () => import("../messages/en/first.js").then(({ first }) => first),
    later: () => import("../messages/en/later.js").then(({ later }) => later),
  },
};
/** Named here, since nobody knows them of texts that are not loaded. */
const LATER: Record<LaterRoom, true> = {
  books: true,
  broadcasts: true,
  budgets: true,
  bulk: true,
  channels: true,
  clients: true,
  clubs: true,
  coupons: true,
  events: true,
  experiments: true,
  figures: true,
  ideas: true,
  insight: true,
  journeys: true,
  leaderboards: true,
  lotteries: true,
  nextOffers: true,
  programme: true,
  quality: true,
  reveals: true,
  rewards: true,
  segments: true,
  stores: true,
  surveys: true,
  timeline: true,
  topics: true,
  webhooks: true,
};
const loaded: Partial<Record<Language, Messages>> = {};
const loading: Partial<Record<Language, Promise<Messages>>> = {};
const whole: Partial<Record<Language, Promise<Messages>>> = {};

export const MessagesContext = createContext<Messages | null>(null);

/** The texts of the app in the language that was chosen; in Chinese, once loaded, where none was. */
export function useMessages(): Messages {
  const messages = use(MessagesContext) ?? loaded.zh;
  if (!messages) throw new Error("there is no MessagesContext around this");
  return messages;
}

/** The texts of a language, as a promise until the first of them are loaded. Whoever reads the others before they are there waits. */
export function messagesOf(language: Language): Messages | Promise<Messages> {
  // Whoever changes the language looks at a screen already, of any room.
  const isFirst = Object.keys(loaded).length === 0;
  return loaded[language] ?? (loading[language] ??= isFirst ? load(language) : load(language).then(() => allMessagesOf(language)));
}

async function load(language: Language): Promise<Messages> {
  const first = await LOAD[language].first();
  const coming = LOAD[language].later();
  const texts = withLater(first, coming);
  whole[language] = coming.then(() => texts);
  whole[language].catch(() => undefined); // whoever reads one of them is told
  return (loaded[language] = texts);
}

/** All texts of a language, for who can't wait in the middle. */
export async function allMessagesOf(language: Language): Promise<Messages> {
  const texts = await messagesOf(language);
  return (await whole[language]) ?? texts;
}

/** The first texts with the others. One of these that is read too early suspends the part that reads it, which React then draws again. */
export function withLater(first: First, coming: Promise<Later>): Messages {
  let later: Later | undefined;
  let failure: unknown;
  const arriving = coming.then(
    (texts) => void (later = texts),
    (error: unknown) => void (failure = error),
  );
  const texts = { ...first } as Messages;
  for (const room of Object.keys(LATER) as LaterRoom[]) {
    Object.defineProperty(texts, room, {
      enumerable: true,
      get: () => {
        if (later) return later[room];
        throw failure ?? arriving;
      },
    });
  }
  return texts;
}

import { createContext, use } from "react";

import type { Messages } from "../messages/shape.js";
import type { Language } from "./preferences.js";

/** Languages are loaded apart from the first screen's scripts: each is as big as a screen. */
const LOAD: Record<Language, () => Promise<Messages>> = {
  zh: () => import("../messages/zh/index.js").then(({ zh }) => zh),
  en: () => import("../messages/en/index.js").then(({ en }) => en),
};
const loaded: Partial<Record<Language, Messages>> = {};
const loading: Partial<Record<Language, Promise<Messages>>> = {};

export const MessagesContext = createContext<Messages | null>(null);

/** The texts of the app in the language that was chosen; in Chinese, once loaded, where none was. */
export function useMessages(): Messages {
  const messages = use(MessagesContext) ?? loaded.zh;
  if (!messages) throw new Error("there is no MessagesContext around this");
  return messages;
}

/** The texts of a language, as a promise until they are loaded. */
export function messagesOf(language: Language): Messages | Promise<Messages> {
  return (
    loaded[language] ??
    (loading[language] ??= LOAD[language]().then((messages) => (loaded[language] = messages)))
  );
}

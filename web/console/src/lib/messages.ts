import { createContext, use } from "react";

import type { Messages } from "../messages/shape.js";
import { zh } from "../messages/zh/index.js";
import type { Language } from "./preferences.js";

export const MessagesContext = createContext<Messages>(zh);

/** The texts of the app in the language that was chosen. */
export const useMessages = (): Messages => use(MessagesContext);

let english: Promise<Messages> | undefined;

/** The texts of a language; English comes when it is asked for. */
export function messagesOf(language: Language): Messages | Promise<Messages> {
  if (language === "zh") return zh;
  return (english ??= import("../messages/en/index.js").then(({ en }) => en));
}

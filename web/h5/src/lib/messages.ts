import { createContext } from "preact";
import { useContext } from "preact/hooks";

import type { Messages } from "../messages/shape.js";
import { zh } from "../messages/zh.js";

export const MessagesContext = createContext<Messages>(zh);

/** The texts of the app in the language that was chosen. */
export const useMessages = (): Messages => useContext(MessagesContext);

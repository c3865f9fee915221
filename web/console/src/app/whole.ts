import { allMessagesOf } from "../lib/messages.js";
import { preferred } from "../lib/preferences.js";

/** Loads a screen with all texts: those of its room come behind those of the first screens. */
export const whole =
  <Screen>(load: () => Promise<Screen>) =>
  async (): Promise<Screen> => {
    const [screen] = await Promise.all([load(), allMessagesOf(preferred().language)]);
    return screen;
  };

import type { IconName } from "@tessera/kit";

import type { Look } from "../lib/preferences.js";

export const NEXT_LOOK: Record<Look, Look> = { system: "light", light: "dark", dark: "system" };
export const LOOK_ICON: Record<Look, IconName> = { system: "system", light: "sun", dark: "moon" };

/** What every address is made of. */
import { createRootRoute } from "@tanstack/react-router";

import { NotFound } from "./Failures.js";
import { Shell } from "./Shell.js";

export const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/** Reads these words of an address's query as texts; one that is missing is undefined. */
export function words<Word extends string>(...names: readonly Word[]) {
  return (search: Record<string, unknown>) =>
    Object.fromEntries(
      names.map((name) => [name, search[name] === undefined || search[name] === null ? undefined : String(search[name])]),
    ) as { [Name in Word]?: string | undefined };
}

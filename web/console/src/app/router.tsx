import { createRouter, type ErrorComponentProps } from "@tanstack/react-router";

import { Broken } from "./Failures.js";
import { root } from "./root.js";
import { gallery, screens } from "./routes.js";

/** What a screen is asked for stands in the address, as people would write it: `?q=19900000002`. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return query && `?${query}`;
}

export function newRouter() {
  return createRouter({
    routeTree: root.addChildren([...screens, ...(gallery as [])]),
    basepath: import.meta.env.BASE_URL,
    defaultPreload: "intent",
    defaultErrorComponent: ({ error }: ErrorComponentProps) => <Broken error={error as Error} />,
    scrollRestoration: true,
    parseSearch,
    stringifySearch: writeSearch,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}

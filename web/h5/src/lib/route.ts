import { useEffect, useState } from "preact/hooks";

const BASE = "/h5";
const CHANGED = "tessera:path";

/** The path within the app, such as `/points`. */
export function pathOf(pathname: string): string {
  const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : pathname;
  return path.replace(/\/+$/, "") || "/";
}

/** The address of a path. */
export const addressOf = (path: string): string => `${BASE}${path}`;

export function usePath(): string {
  const [path, setPath] = useState(() => pathOf(location.pathname));
  useEffect(() => {
    const changed = () => setPath(pathOf(location.pathname));
    addEventListener("popstate", changed);
    addEventListener(CHANGED, changed);
    return () => {
      removeEventListener("popstate", changed);
      removeEventListener(CHANGED, changed);
    };
  }, []);
  return path;
}

/** Goes to a path without loading the page again. */
export function go(path: string): void {
  history.pushState(null, "", addressOf(path));
  scrollTo(0, 0);
  dispatchEvent(new Event(CHANGED));
}

import { useEffect, useState } from "preact/hooks";

export type Language = "zh" | "en";
export type Look = "system" | "light" | "dark";

interface Preferences {
  readonly language: Language;
  readonly look: Look;
}

const KEPT = "tessera.h5.preferences";
const listeners = new Set<() => void>();
let preferences: Preferences = read();

function read(): Preferences {
  let kept: Partial<Preferences> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Preferences>;
  } catch {
    // A browser that keeps nothing has the defaults every time.
  }
  return { language: kept.language ?? (/^(zh|yue)\b/.test(navigator.language) ? "zh" : "en"), look: kept.look ?? "system" };
}

/** What a person chose for this browser. Nothing about the member is kept there. */
export function usePreferences(): Preferences {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = () => draw((n) => n + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return preferences;
}

export function prefer(changed: Partial<Preferences>): void {
  preferences = { ...preferences, ...changed };
  try {
    localStorage.setItem(KEPT, JSON.stringify(preferences));
  } catch {
    // It holds until the page is closed.
  }
  show();
  for (const listener of listeners) listener();
}

/** Puts language and look on the page. */
export function show(): void {
  const root = document.documentElement;
  root.lang = preferences.language === "zh" ? "zh-CN" : "en";
  if (preferences.look === "system") delete root.dataset["look"];
  else root.dataset["look"] = preferences.look;
}

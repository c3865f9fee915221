import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
export type Look = "system" | "light" | "dark";

interface Preferences {
  readonly language: Language;
  readonly look: Look;
}

const KEPT = "tessera.preferences";
const listeners = new Set<() => void>();
let preferences: Preferences = read();

function read(): Preferences {
  let kept: Partial<Preferences> = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Preferences>;
  } catch {
    // A browser that keeps nothing has the defaults every time.
  }
  return {
    language: kept.language ?? (/^(zh|yue)\b/.test(navigator.language) ? "zh" : "en"),
    look: kept.look ?? "system",
  };
}

/** What is chosen now, for who is no part of the page. */
export function preferred(): Preferences {
  return preferences;
}

/** What a person chose for this browser. Nothing about members is ever kept there. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => preferences,
  );
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

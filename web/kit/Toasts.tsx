import { useSyncExternalStore } from "react";

import { Notice, type Tone } from "./Surface.js";
import styles from "./Surface.module.css";

interface Toast {
  id: number;
  tone: Exclude<Tone, "plain">;
  text: string;
}

const LASTS_MS = 6_000;
let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says something at the edge of the page for six seconds; a screen reader says it too. */
export function toast(text: string, tone: Toast["tone"] = "good"): void {
  const id = ++last;
  change([...toasts, { id, tone, text }].slice(-3));
  setTimeout(() => change(toasts.filter((each) => each.id !== id)), LASTS_MS);
}

/** The place where toasts are shown; an app has one. */
export function Toasts({ label }: { label: string }) {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div role="region" aria-label={label} aria-live="polite" className={styles.toasts}>
      {shown.map(({ id, tone, text }) => (
        <div key={id} className={`${styles.panel} ${styles.toast}`}>
          <Notice tone={tone} icon={tone === "good" ? "check" : "alert"}>
            {text}
          </Notice>
        </div>
      ))}
    </div>
  );
}

import { Button } from "@tessera/kit";
import { useEffect, useEffectEvent, useRef, type ReactNode } from "react";

import { useNow } from "../lib/clock.js";
import { useMessages } from "../lib/messages.js";
import styles from "./BoardOnWall.module.css";
import { onScreen, TURN_MS } from "./turns.js";

interface Shown {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly standing: ReactNode;
}

/**
 * The board on a screen on a wall: as large as the screen, a few figures at a time. It has sums alone, so whoever passes by
 * may see it. Escape, or its button, ends it.
 */
export function BoardOnWall({ figures, lead, onClose }: { figures: readonly Shown[]; lead: string; onClose: () => void }) {
  const { insight: words } = useMessages();
  const wall = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);
  const now = useNow(TURN_MS);
  useEffect(() => {
    const screen = wall.current;
    // A browser may refuse the whole screen; then the page is as large as its window.
    void screen?.requestFullscreen?.().catch(() => undefined);
    screen?.focus();
    const left = () => {
      if (!document.fullscreenElement) close();
    };
    const typed = (event: KeyboardEvent) => {
      if (event.key === "Escape") close();
    };
    document.addEventListener("fullscreenchange", left);
    document.addEventListener("keydown", typed);
    return () => {
      document.removeEventListener("fullscreenchange", left);
      document.removeEventListener("keydown", typed);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
  return (
    <div ref={wall} className={styles.wall} tabIndex={-1} role="dialog" aria-modal="true" aria-label={words.board}>
      <header>
        <span>{lead}</span>
        <Button look="quiet" onPress={onClose}>
          {words.wallEnd}
        </Button>
      </header>
      <ul>
        {onScreen(figures, now).map(({ key, name, value, standing }) => (
          <li key={key}>
            <span>{name}</span>
            <strong>{value}</strong>
            {standing}
          </li>
        ))}
      </ul>
    </div>
  );
}

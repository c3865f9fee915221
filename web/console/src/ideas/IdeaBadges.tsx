import { Badge, type Tone } from "@tessera/kit";

import type { IdeaRowFragment } from "../generated/documents.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Ideas.module.css";

const STATES: Readonly<Record<string, Tone>> = { PENDING: "warn", REFUSED: "bad" };
const SHELVES: Readonly<Record<string, Tone>> = { INCUBATING: "info", IMPLEMENTED: "good" };

/** Where an idea stands: its shelf, or that members do not see it. */
export function IdeaBadges({ idea: { state, shelf, mergedIdeas, foundWords } }: { idea: Pick<IdeaRowFragment, "state" | "shelf" | "mergedIdeas" | "foundWords"> }) {
  const { ideas } = useMessages();
  return (
    <span className={styles.badges}>
      {state === "OPEN" ? <Badge tone={SHELVES[shelf] ?? "plain"}>{ideas.shelves[shelf] ?? shelf}</Badge> : <Badge tone={STATES[state] ?? "plain"}>{ideas.states[state] ?? state}</Badge>}
      {mergedIdeas > 0 && <Badge>{ideas.merged(String(mergedIdeas))}</Badge>}
      {foundWords.map((word) => (
        <Badge key={word} tone="warn">
          {word}
        </Badge>
      ))}
    </span>
  );
}

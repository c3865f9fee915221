import { Badge, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Play.module.css";
import type { MemberPlay } from "./PlayTab.js";

/** Every badge of the programme: held since when, or how much of it is done. */
export function BadgesPanel({ badges }: { badges: NonNullable<MemberPlay["badges"]> }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.play.badges;
  return (
    <Panel title={words.title}>
      {badges.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.list}>
        {badges.map((badge) => (
          <li key={badge.code} className={styles.pair}>
            <span>
              {badge.name}
              {badge.description && <small>{badge.description}</small>}
              {badge.held && badge.since && <small>{words.since(format.date(badge.since))}</small>}
              {badge.held && badge.until && <small>{words.until(format.date(badge.until))}</small>}
            </span>
            {badge.held ? (
              <Badge tone="good" icon="check">
                {words.held}
              </Badge>
            ) : (
              <Badge>{words.of(format.number(badge.done), format.number(badge.of))}</Badge>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { Badge, Meter, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Play.module.css";
import { usePlayReward } from "./playReward.js";
import type { MemberPlay } from "./PlayTab.js";

/** Days running with an activity, and how many the next reward still needs. */
export function StreaksPanel({ streaks }: { streaks: NonNullable<MemberPlay["streaks"]> }) {
  const { members } = useMessages();
  const format = useFormat();
  const reward = usePlayReward();
  const words = members.play.streaks;
  return (
    <Panel title={words.title}>
      {streaks.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.list}>
        {streaks.map((streak) => (
          <li key={streak.code} className={styles.task}>
            <div className={styles.head}>
              <strong>{streak.name}</strong>
              <Badge tone={streak.today ? "good" : "plain"} icon={streak.today ? "check" : "clock"}>
                {streak.today ? words.today : words.notToday}
              </Badge>
            </div>
            <Meter
              label={words.next(reward(streak.reward))}
              text={words.need(format.number(streak.inDays))}
              value={streak.every - streak.inDays}
              most={streak.every}
            />
            <p className={styles.hint}>{words.now(format.number(streak.current), format.number(streak.longest))}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

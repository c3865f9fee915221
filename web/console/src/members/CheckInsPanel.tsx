import { Badge, Icon, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import type { Member } from "./MemberPage.js";
import styles from "./Members.module.css";

/** The last days, and what keeps the member coming. */
export function CheckInsPanel({ checkIns }: { checkIns: NonNullable<Member["checkIns"]> }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.checkIns;
  const { nextBonus } = checkIns;
  return (
    <Panel
      title={words.title}
      actions={
        <Badge tone={checkIns.checkedInToday ? "good" : "plain"} icon={checkIns.checkedInToday ? "check" : "clock"}>
          {checkIns.checkedInToday ? words.today : words.notToday}
        </Badge>
      }
    >
      <p className={styles.streak}>
        <strong>{words.streak(format.number(checkIns.streak))}</strong>
        <span>{words.longest(format.number(checkIns.longestStreak))}</span>
        {checkIns.makeUpCards > 0 && <span>{words.cards(format.number(checkIns.makeUpCards))}</span>}
      </p>
      <ol className={styles.days}>
        {checkIns.days.map((day) => {
          const state = day.madeUp ? words.madeUp : day.checkedIn ? words.done : words.missed;
          return (
            <li key={day.date} data-done={day.checkedIn || undefined}>
              <span className="visually-hidden">{words.day(format.shortDay(day.date), state)}</span>
              <i aria-hidden="true">{day.checkedIn && <Icon name={day.madeUp ? "plus" : "check"} size={14} />}</i>
              <small aria-hidden="true">{Number(day.date.slice(8))}</small>
            </li>
          );
        })}
      </ol>
      {nextBonus && (
        <p className={styles.hint}>
          {words.next(format.number(nextBonus.inDays), members.available(format.number(nextBonus.amount)))}
        </p>
      )}
    </Panel>
  );
}

import { Badge } from "@tessera/kit";

import type { FeedbackItemFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { partsOf } from "./timeLeft.js";
import styles from "./Parts.module.css";

type Clock = NonNullable<FeedbackItemFragment["clocks"]>[number];

/** What the team owes the member: how much time is left in the hours that count, and why it is late. */
export function Clocks({ item }: { item: Pick<FeedbackItemFragment, "clocks" | "escalationLevel" | "escalatedTo"> }) {
  const { feedback } = useMessages();
  const clocks = item.clocks ?? [];
  if (clocks.length === 0) return null;
  return (
    <section aria-label={feedback.clocks.title}>
      <ul className={styles.moments}>
        {clocks.map((clock) => (
          <li key={clock.kind} className={styles.moment}>
            <OneClock clock={clock} />
          </li>
        ))}
      </ul>
      {Boolean(item.escalationLevel) && (
        <p className={styles.note}>
          {feedback.clocks.escalated(String(item.escalationLevel), item.escalatedTo ?? "")}
        </p>
      )}
    </section>
  );
}

function OneClock({ clock }: { clock: Clock }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const words = feedback.clocks;
  const { hours, minutes } = partsOf(clock.leftSeconds ?? 0);
  const left = words.left(format.number(hours), String(minutes));
  const reason = clock.lateReason ? (words.reasons[clock.lateReason] ?? clock.lateReason) : "";
  return (
    <>
      <span className={styles.momentHead}>
        <strong>{words.kinds[clock.kind] ?? clock.kind}</strong>
        <time dateTime={clock.dueAt}>{feedback.due(format.dateTime(clock.dueAt))}</time>
        {clock.lateSince ? (
          <Badge tone="bad" icon="alert">
            {feedback.late(reason)}
          </Badge>
        ) : (
          clock.leftSeconds !== null && <span>{clock.inBusinessHours ? words.business(left) : left}</span>
        )}
        {clock.standsSince && <Badge>{words.stands}</Badge>}
      </span>
      {clock.calendarUnknown && <span className={styles.note}>{words.unknown}</span>}
    </>
  );
}

import { Link } from "@tanstack/react-router";

import { useMessages } from "../lib/messages.js";
import { DueBadge } from "./DueBadge.js";
import type { dueOf } from "./due.js";
import { PriorityBadge, StateBadge } from "./FeedbackItem.js";
import styles from "./QueueRow.module.css";

interface Queued {
  readonly id: string;
  readonly text: string;
  readonly priority: string | null;
  readonly team: string | null;
  readonly category: { readonly name: string } | null;
}

/** An item of the queue in short, which leads to all of it. */
export function QueueRow({
  item,
  isChosen,
  show,
}: {
  item: Queued & Parameters<typeof dueOf>[0];
  isChosen?: boolean;
  show?: string | undefined;
}) {
  const { feedback } = useMessages();
  return (
    <Link
      to="/feedback"
      search={{ item: item.id, show }}
      className={styles.row}
      data-chosen={isChosen || undefined}
      aria-current={isChosen ? "true" : undefined}
      activeProps={{}}
    >
      <span className={styles.words}>{item.text}</span>
      <span className={styles.marks}>
        <DueBadge item={item} />
        <PriorityBadge priority={item.priority} />
        <StateBadge state={item.state} />
        <span>{[item.category?.name, item.team].filter(Boolean).join(" · ") || feedback.member1}</span>
      </span>
    </Link>
  );
}

import { Link } from "@tanstack/react-router";
import { Button, Panel } from "@tessera/kit";
import { useState } from "react";

import type { FeedbackItemFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { DueBadge } from "../parts/DueBadge.js";
import { FeedbackItem, PriorityBadge, StateBadge } from "../parts/FeedbackItem.js";
import type { Member } from "./MemberPage.js";
import styles from "./Members.module.css";

/** What the member said last, each with an answer at hand. */
export function FeedbackPanel({ member }: { member: Member }) {
  const { members } = useMessages();
  if (!member.feedback) return null;
  const items = member.feedback.edges.map(({ node }) => node);
  return (
    <Panel title={members.feedback.title} actions={<Link to="/feedback">{members.feedback.all}</Link>}>
      {items.length === 0 && <p className={styles.hint}>{members.feedback.none}</p>}
      <div className={styles.items}>
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </div>
    </Panel>
  );
}

/** In short until somebody wants to answer. */
function Item({ item }: { item: FeedbackItemFragment }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  if (open) return <FeedbackItem item={item} />;
  return (
    <article className={styles.short}>
      <p>{item.text}</p>
      <div className={styles.shortMarks}>
        <StateBadge state={item.state} />
        <PriorityBadge priority={item.priority} />
        <DueBadge item={item} />
        <time dateTime={item.createdAt}>{format.dateTime(item.createdAt)}</time>
        <Button onPress={() => setOpen(true)}>{feedback.reply}</Button>
      </div>
    </article>
  );
}

import { Link, useSearch } from "@tanstack/react-router";
import { Badge } from "@tessera/kit";

import { AlikeFeedbackDocument, type FeedbackItemFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { StateBadge } from "../parts/FeedbackItem.js";
import styles from "./Feedback.module.css";

export const CRISIS = "crisis";

/** The items that say nearly the same; nothing where there is no other. */
export function Alike({ item, group }: { item: FeedbackItemFragment; group: string }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const search = useSearch({ from: "/feedback" });
  const asked = useAsk(AlikeFeedbackDocument, { group });
  const queue = asked.data?.data.feedbackQueue;
  const others = queue?.edges.map(({ node }) => node).filter(({ id }) => id !== item.id) ?? [];
  if (others.length === 0) return null;
  const count = format.number(others.length);
  return (
    <section className={styles.alike} aria-label={feedback.alike.title}>
      {item.channel === CRISIS && <p role="note">{feedback.alike.crisis}</p>}
      <h3>{queue?.pageInfo.hasNextPage ? feedback.alike.more(count) : feedback.alike.count(count)}</h3>
      <ul>
        {others.map((other) => (
          <li key={other.id}>
            <Link to="/feedback" search={{ ...search, item: other.id }}>
              {other.text}
            </Link>
            <small>
              <StateBadge state={other.state} />
              {other.channel === CRISIS && <Badge tone="bad">{feedback.alike.call}</Badge>}
              <time dateTime={other.createdAt}>{format.dateTime(other.createdAt)}</time>
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

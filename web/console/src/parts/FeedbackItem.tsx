import { Link } from "@tanstack/react-router";
import { Badge, Facts, type Tone } from "@tessera/kit";

import type { FeedbackItemFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Attachments } from "./Attachments.js";
import { Answer, type Ready } from "./Answer.js";
import { Clocks } from "./Clocks.js";
import { DueBadge } from "./DueBadge.js";
import { OPEN, wordOf } from "./feedbackWords.js";
import { Readers } from "./Readers.js";
import { useClaim } from "./useClaim.js";
import styles from "./Parts.module.css";

const TONES: Record<string, Tone> = { URGENT: "bad", PUBLIC_COMPLAINT: "bad", COMPLEX: "warn" };
const MENTION_TONES: Record<string, Tone> = { COMPLAINED: "warn", PRAISED: "good" };

export function StateBadge({ state }: { state: string }) {
  const { feedback } = useMessages();
  const tone = OPEN.has(state) ? (state === "WAITING" ? "plain" : "accent") : "good";
  return <Badge tone={tone}>{wordOf(feedback.states, state)}</Badge>;
}

export function PriorityBadge({ priority }: { priority: string | null }) {
  const { feedback } = useMessages();
  if (!priority || priority === "GENERAL") return null;
  return (
    <Badge tone={TONES[priority] ?? "plain"} icon="alert">
      {wordOf(feedback.priorities, priority)}
    </Badge>
  );
}

interface Shown {
  readonly item: FeedbackItemFragment;
  readonly ready?: readonly Ready[];
  readonly withMember?: boolean;
}

/** What a member said and all that followed, and an answer to it. */
export function FeedbackItem(shown: Shown) {
  // Neither the text nor the claim of one item is another's.
  return <Thread key={shown.item.id} {...shown} />;
}

function Thread({ item, ready = [], withMember }: Shown) {
  const { feedback } = useMessages();
  const claim = useClaim(item.id);
  const format = useFormat();
  const sentimentOf = (seen: FeedbackItemFragment["sentiment"]) => {
    if (!seen) return null;
    const label = wordOf(feedback.sentiments, seen.label);
    // Neutral means that the model is not sure.
    return seen.label === "NEUTRAL" ? label : feedback.sentiment(label, format.percent(seen.confidence));
  };
  return (
    <article className={styles.thread}>
      <Readers present={claim.present} />
      <div className={styles.badges}>
        <StateBadge state={item.state} />
        <PriorityBadge priority={item.priority} />
        <DueBadge item={item} />
      </div>
      <p className={styles.words}>{item.text}</p>
      <Clocks item={item} />
      <Facts
        facts={[
          [
            feedback.member1,
            withMember &&
              (item.memberId ? (
                <Link to="/members/$id" params={{ id: item.memberId }}>
                  {feedback.member}
                </Link>
              ) : (
                feedback.anonymous
              )),
          ],
          [feedback.facts.category, item.category?.name],
          [feedback.facts.topics, format.list(item.topics.map(({ name }) => name))],
          [feedback.facts.words, <Mentions key="words" item={item} />],
          [feedback.facts.intent, wordOf(feedback.intents, item.intent)],
          [feedback.facts.sentiment, sentimentOf(item.sentiment)],
          [feedback.facts.rating, item.rating === null ? null : feedback.rating(format.number(item.rating))],
          [feedback.facts.stars, item.stars === null ? null : feedback.rating(format.number(item.stars))],
          [feedback.facts.channel, item.channel],
          [feedback.facts.saidAt, item.saidAt && format.dateTime(item.saidAt)],
          [feedback.facts.order, item.orderId],
          [feedback.facts.store, item.storeId],
          [feedback.facts.team, item.team],
          [feedback.facts.assignee, item.assignee],
        ]}
      />
      <Attachments attachments={item.attachments} />
      <Moments item={item} />
      <Answer item={item} ready={ready} claim={claim} />
    </article>
  );
}

/** The words that show a topic; those that the text denies or praises say so. */
function Mentions({ item }: { item: FeedbackItemFragment }) {
  const { feedback } = useMessages();
  const mentions = item.mentions ?? [];
  if (mentions.length === 0) return null;
  return (
    <span className={styles.badges}>
      {mentions.map(({ topic, word, kind }) => (
        <Badge key={`${topic} ${word} ${kind}`} tone={MENTION_TONES[kind] ?? "plain"}>
          {kind === "COMPLAINED" ? word : feedback.mention(word, wordOf(feedback.mentions, kind))}
        </Badge>
      ))}
    </span>
  );
}

function Moments({ item }: { item: FeedbackItemFragment }) {
  const { feedback } = useMessages();
  const format = useFormat();
  return (
    <ol className={styles.moments} aria-label={feedback.thread}>
      {item.timeline.map((moment, n) => (
        <li key={n} className={styles.moment}>
          <span className={styles.momentHead}>
            <strong>{wordOf(feedback.states, moment.state)}</strong>
            <time dateTime={moment.at}>{format.dateTime(moment.at)}</time>
            {moment.actor && <span>{moment.actor}</span>}
          </span>
          {moment.said && <span className={styles.turn}>{moment.said}</span>}
          {moment.message && <span className={styles.said}>{moment.message}</span>}
          {moment.note && (
            <span className={styles.note}>
              {feedback.note}: {moment.note}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

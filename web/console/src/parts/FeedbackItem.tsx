import { Link } from "@tanstack/react-router";
import { Badge, Button, Facts, TextField, toast, type Tone } from "@tessera/kit";
import { useState } from "react";

import {
  MoveFeedbackDocument,
  ReplyFeedbackDocument,
  type FeedbackItemFragment,
  type FeedbackState,
} from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Attachments } from "./Attachments.js";
import { Clocks } from "./Clocks.js";
import { DueBadge } from "./DueBadge.js";
import { WishProblem } from "./Page.js";
import styles from "./Parts.module.css";

const OPEN: ReadonlySet<string> = new Set(["NEW", "TRIAGED", "ASSIGNED", "WAITING", "REOPENED"]);
const TONES: Record<string, Tone> = { URGENT: "bad", PUBLIC_COMPLAINT: "bad", COMPLEX: "warn" };
const MENTION_TONES: Record<string, Tone> = { COMPLAINED: "warn", PRAISED: "good" };
const WORDS_MAX = 1_000;

/** A code in words; a newer service may have codes that this console does not know. */
const wordOf = (words: Record<string, string>, code: string | null) => (code ? (words[code] ?? code) : "");

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

/** An answer of the programme that fits the item. */
export type Ready = { readonly code: string; readonly name: string; readonly text: string };

/** What a member said and all that followed, and an answer to it. */
export function FeedbackItem({
  item,
  ready = [],
  withMember,
}: {
  item: FeedbackItemFragment;
  ready?: readonly Ready[];
  withMember?: boolean;
}) {
  const { feedback } = useMessages();
  const format = useFormat();
  const sentimentOf = (seen: FeedbackItemFragment["sentiment"]) => {
    if (!seen) return null;
    const label = wordOf(feedback.sentiments, seen.label);
    // Neutral means that the model is not sure.
    return seen.label === "NEUTRAL" ? label : feedback.sentiment(label, format.percent(seen.confidence));
  };
  return (
    <article className={styles.thread}>
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
          [feedback.facts.channel, item.channel],
          [feedback.facts.order, item.orderId],
          [feedback.facts.store, item.storeId],
          [feedback.facts.team, item.team],
          [feedback.facts.assignee, item.assignee],
        ]}
      />
      <Attachments attachments={item.attachments} />
      <Moments item={item} />
      {/* The text of one item is never sent to another. */}
      <Answer key={item.id} item={item} ready={ready} />
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

function Answer({ item, ready }: { item: FeedbackItemFragment; ready: readonly Ready[] }) {
  const { app, feedback } = useMessages();
  const { may, subject } = useSignedIn();
  const [words, setWords] = useState("");
  const reply = useWish(ReplyFeedbackDocument, "reply");
  const move = useWish(MoveFeedbackDocument, "move");
  const send = async () => {
    const message = words.trim();
    if (!message || reply.isPending) return;
    const outcome = await reply.run({ feedbackId: item.id, message }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    setWords("");
    toast(feedback.sent);
  };
  const to = async (state: FeedbackState) => {
    const assignee = state === "ASSIGNED" ? { assignee: subject } : {};
    const outcome = await move.run({ feedbackId: item.id, state, ...assignee }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(feedback.moved(wordOf(feedback.states, state)));
  };
  if (!may("feedback:write")) return <p className={styles.note}>{app.states.needs("feedback:write")}</p>;
  return (
    <form
      className={styles.reply}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {ready.length > 0 && !item.anonymous && (
        <div className={styles.badges} role="group" aria-label={feedback.ready}>
          {ready.map(({ code, name, text }) => (
            <Button key={code} look="quiet" onPress={() => setWords(text)}>
              {name}
            </Button>
          ))}
        </div>
      )}
      {item.anonymous && <p className={styles.note}>{feedback.unknownWriter}</p>}
      {!item.anonymous && (
        <TextField
          lines
          label={feedback.replyBox}
          value={words}
          onChange={setWords}
          hint={feedback.replyHint}
          maxLength={WORDS_MAX}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
          }}
        />
      )}
      <WishProblem said={reply.said || move.said} error={reply.error ?? move.error} />
      <div className={styles.replyActions}>
        {OPEN.has(item.state) && (
          <>
            {item.state !== "ASSIGNED" && (
              <Button look="quiet" isPending={move.isPending} onPress={() => void to("ASSIGNED")}>
                {feedback.assign}
              </Button>
            )}
            {item.state === "ASSIGNED" && (
              <>
                {!item.anonymous && (
                  <Button look="quiet" isPending={move.isPending} onPress={() => void to("WAITING")}>
                    {feedback.wait}
                  </Button>
                )}
                <Button look="quiet" isPending={move.isPending} onPress={() => void to("RESOLVED")}>
                  {feedback.resolve}
                </Button>
              </>
            )}
          </>
        )}
        {!item.anonymous && (
          <Button type="submit" look="primary" isDisabled={!words.trim()} isPending={reply.isPending}>
            {reply.isPaused ? app.states.paused : feedback.send}
          </Button>
        )}
      </div>
    </form>
  );
}

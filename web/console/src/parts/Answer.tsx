import { Button, Notice, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import {
  MoveFeedbackDocument,
  NoteFeedbackDocument,
  ReplyFeedbackDocument,
  type FeedbackItemFragment,
  type FeedbackState,
} from "../generated/documents.js";
import { useRefresh, useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { useOnline } from "../lib/online.js";
import { useSignedIn } from "../lib/signedIn.js";
import { OPEN, wordOf } from "./feedbackWords.js";
import { WishProblem } from "./Page.js";
import styles from "./Parts.module.css";
import type { Claim } from "./useClaim.js";

const WORDS_MAX = 1_000;

/** An answer of the programme that fits the item. */
export type Ready = { readonly code: string; readonly name: string; readonly text: string; readonly movesTo?: FeedbackState | null };

/** The answer to an item, and the steps that it can take. Whoever begins to write claims the item. */
export function Answer({ item, ready, claim }: { item: FeedbackItemFragment; ready: readonly Ready[]; claim: Claim }) {
  const { app, feedback } = useMessages();
  const { may, subject } = useSignedIn();
  const isOnline = useOnline();
  const refresh = useRefresh();
  const [words, setWords] = useState("");
  /** The state to which a ready answer takes the item. */
  const [then, setThen] = useState<FeedbackState | null>(null);
  /** Why the answer was not sent at the first press; the next press sends it all the same. */
  const [held, setHeld] = useState("");
  const [isChecking, setChecking] = useState(false);
  const reply = useWish(ReplyFeedbackDocument, "reply");
  const move = useWish(MoveFeedbackDocument, "move");
  const note = useWish(NoteFeedbackDocument, "note");
  const write = (next: string) => {
    setWords(next);
    claim.write(next.trim());
    if (next.trim()) return;
    setHeld("");
    setThen(null);
  };
  /** Why somebody should look again before they send; "" when nothing speaks against it. */
  const hindrance = async (): Promise<string> => {
    const found = await claim.check();
    if (found?.other) return feedback.lost(found.other);
    return found && found.steps > item.timeline.length ? feedback.moreHappened : "";
  };
  const send = async () => {
    const message = words.trim();
    if (!message || reply.isPending || isChecking) return;
    if (held) await claim.take();
    else if (isOnline) {
      setChecking(true);
      const found = await hindrance().finally(() => setChecking(false));
      setHeld(found);
      if (found) return refresh();
    }
    const answer = { feedbackId: item.id, message };
    const outcome = await (then ? move.run({ ...answer, state: then }) : reply.run(answer)).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    write("");
    toast(feedback.sent);
  };
  const keep = async () => {
    const outcome = await note.run({ feedbackId: item.id, note: words.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    write("");
    toast(feedback.noted);
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
        if (!item.anonymous) void send();
      }}
    >
      {ready.length > 0 && !item.anonymous && (
        <div className={styles.badges} role="group" aria-label={feedback.ready}>
          {ready.map(({ code, name, text, movesTo }) => (
            <Button
              key={code}
              look="quiet"
              onPress={() => {
                write(text);
                setThen(movesTo ?? null);
              }}
            >
              {name}
            </Button>
          ))}
        </div>
      )}
      {item.anonymous && <p className={styles.note}>{feedback.unknownWriter}</p>}
      <TextField
        lines
        label={item.anonymous ? feedback.noteBox : feedback.replyBox}
        value={words}
        onChange={write}
        hint={item.anonymous ? feedback.noteHint : feedback.replyHint}
        maxLength={WORDS_MAX}
        onKeyDown={(event) => {
          if (!item.anonymous && event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
        }}
      />
      {(held || (words && claim.other)) && (
        <Notice tone="warn" urgent>
          {held || feedback.overlapping(claim.other)}
        </Notice>
      )}
      <WishProblem said={reply.said || move.said || note.said} error={reply.error ?? move.error ?? note.error} />
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
        {words && claim.other && !held && (
          <Button look="quiet" onPress={() => void claim.take()}>
            {feedback.takeOver}
          </Button>
        )}
        {words.trim() && (
          <Button look="quiet" isPending={note.isPending} onPress={() => void keep()}>
            {feedback.keepNote}
          </Button>
        )}
        {!item.anonymous && (
          <Button type="submit" look="primary" isDisabled={!words.trim()} isPending={reply.isPending || (then !== null && move.isPending) || isChecking}>
            {reply.isPaused ? app.states.paused : held ? feedback.sendAnyway : then ? feedback.sendThen(wordOf(feedback.states, then)) : feedback.send}
          </Button>
        )}
      </div>
    </form>
  );
}

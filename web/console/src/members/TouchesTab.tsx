import { Badge, Button, Empty, Panel, type Tone } from "@tessera/kit";
import { useState } from "react";

import { MemberTouchesDocument, type MemberTouchesQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, Stack } from "../parts/Page.js";
import { JourneysPanel } from "./JourneysPanel.js";
import styles from "./Members.module.css";
import { NextOffersPanel } from "./NextOffersPanel.js";
import { PermissionsPanel } from "./PermissionsPanel.js";

type Touch = NonNullable<MemberTouchesQuery["touches"]>["edges"][number]["node"];

const TONES: Record<string, Tone> = {
  DELIVERED: "good", SENT: "good", PLANNED: "good", HANDED: "good", HELD: "warn", UNKNOWN: "warn", AWAITING_STAFF: "warn", EXPIRED: "bad", REFUSED: "bad", FAILED: "bad",
};

/** What the brand said to the member by itself, or did not, and why; a page of the list at a time. */
export function TouchesTab({ id, title }: { id: string; title: string }) {
  const { app, members } = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const { stores } = useSignedIn();
  const asked = useAsk(MemberTouchesDocument, { id, after }, { keep: true });
  const words = members.touches;
  return (
    <Answered
      asked={asked}
      loading={
        <Panel title={title}>
          <Lines count={8} />
        </Panel>
      }
    >
      {({ touches }) => {
        if (!touches) return null;
        const { hasNextPage, endCursor } = touches.pageInfo;
        return (
          <Stack>
            {!stores && (
              <>
                <NextOffersPanel id={id} />
                <JourneysPanel id={id} />
              </>
            )}
            <PermissionsPanel id={id} />
            <Panel title={title}>
              {touches.edges.length === 0 ? (
                <Empty icon="members" title={words.none}>
                  {words.noneText}
                </Empty>
              ) : (
                <ul className={styles.form}>
                  {touches.edges.map(({ node }) => (
                    <li key={node.id}>
                      <TouchRow touch={node} />
                    </li>
                  ))}
                </ul>
              )}
              <div className={styles.formActions}>
                {after && <Button onPress={() => setAfter(null)}>{app.states.newest}</Button>}
                {hasNextPage && <Button onPress={() => setAfter(endCursor)}>{app.states.older}</Button>}
              </div>
            </Panel>
          </Stack>
        );
      }}
    </Answered>
  );
}

/** One touch, and every check of its decision when it is opened; the last one says why it ended so. */
export function TouchRow({ touch }: { touch: Touch }) {
  const { channels, members } = useMessages();
  const format = useFormat();
  const words = members.touches;
  const states: Record<string, string> = words.states;
  const occasions: Record<string, string> = words.occasions;
  const answers: Record<string, string> = words.answers;
  const { state, occasion, message, text, checks, channel, attempts, journey, wakesAt, endedAt, wishedAt } = touch;
  const last = checks.at(-1);
  const when = wakesAt ? words.wakes(format.dateTime(wakesAt)) : format.dateTime(endedAt ?? wishedAt);
  return (
    <details className={styles.short}>
      <summary>
        {message?.name ?? words.noMessage} <Badge tone={TONES[state] ?? "plain"}>{states[state] ?? state}</Badge>
        <span className={styles.hint}>
          {[occasion && (occasions[occasion] ?? occasion), journey, channel && (channels.names[channel] ?? channel), when, last && !last.passed && last.text].filter(Boolean).join(" · ")}
        </span>
      </summary>
      {text && <p>{text}</p>}
      {attempts.length > 0 && (
        <ol className={styles.tiers} aria-label={words.attempts}>
          {attempts.map((attempt) => (
            <li key={attempt.number}>
              <span>
                {channels.names[attempt.channel] ?? attempt.channel}
                <small>{[format.dateTime(attempt.at), attempt.code, attempt.words].filter(Boolean).join(" · ")}</small>
              </span>
              <Badge tone={attempt.answer === "accepted" ? "good" : "warn"}>
                {attempt.answer ? (answers[attempt.answer] ?? attempt.answer) : words.awaited}
              </Badge>
            </li>
          ))}
        </ol>
      )}
      <ol className={styles.tiers} aria-label={words.checks}>
        {checks.map((check) => (
          <li key={check.name + (check.until ?? "")}>
            <span>
              {check.text}
              <small>
                {[
                  ...check.inputs.map(({ name, value }) => `${name} = ${value}`),
                  check.limit && words.limit(check.limit),
                  check.until && words.until(format.dateTime(check.until)),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </span>
            <Badge tone={check.passed ? "good" : "bad"}>{check.passed ? words.passed : words.notPassed}</Badge>
          </li>
        ))}
      </ol>
    </details>
  );
}

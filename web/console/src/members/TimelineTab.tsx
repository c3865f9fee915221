import { Badge, Button, Empty, Panel, Segments } from "@tessera/kit";
import { useState } from "react";

import { MemberTimelineDocument, type MemberTimelineQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Members.module.css";

type Timeline = NonNullable<NonNullable<MemberTimelineQuery["member"]>["timeline"]>;
export type TimelineItem = Timeline["edges"][number]["node"];

const TYPES = ["ACTIVITY", "ENTRY", "REDEMPTION", "TIER_DECISION", "FEEDBACK", "TOUCH"] as const;
type Filter = (typeof TYPES)[number] | "ALL";

const wordOf = (words: Record<string, string>, code: string | null | undefined) => (code ? (words[code] ?? code) : "");

/** What the member did and what became of it, the latest first; a page of the list at a time. */
export function TimelineTab({ id, title }: { id: string; title: string }) {
  const { app, timeline: words } = useMessages();
  const [filter, setFilter] = useState<Filter>("ALL");
  const [after, setAfter] = useState<string | null>(null);
  const types = filter === "ALL" ? null : [filter];
  const asked = useAsk(MemberTimelineDocument, { id, types, after }, { keep: true });
  return (
    <Panel title={title}>
      <Segments
        label={words.filter}
        value={filter}
        onChange={(next) => {
          setFilter(next);
          // The cursor would be good for this type too; who looks at another one wants its latest first.
          setAfter(null);
        }}
        choices={[{ key: "ALL", label: words.all }, ...TYPES.map((key) => ({ key, label: words.types[key] }))]}
      />
      <Answered asked={asked} loading={<Lines count={8} />}>
        {({ member }) => {
          const timeline = member?.timeline;
          if (!timeline) return <Empty icon="alert" title={words.away}>{words.awayText}</Empty>;
          const { hasNextPage, endCursor } = timeline.pageInfo;
          return (
            <>
              {timeline.edges.length === 0 ? (
                <Empty icon="clock" title={words.none}>
                  {words.noneText}
                </Empty>
              ) : (
                <ol className={styles.entries}>
                  {timeline.edges.map(({ cursor, node }) => (
                    <TimelineRow key={cursor} item={node} />
                  ))}
                </ol>
              )}
              <div className={styles.formActions}>
                {after && <Button onPress={() => setAfter(null)}>{app.states.newest}</Button>}
                {hasNextPage && <Button onPress={() => setAfter(endCursor)}>{app.states.older}</Button>}
              </div>
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

/** One thing: its type, what it was, when, and at the end an amount or how it stands. */
export function TimelineRow({ item }: { item: TimelineItem }) {
  const { timeline: words } = useMessages();
  const format = useFormat();
  const { title, details, end, gain } = useRow(item);
  return (
    <li className={styles.entry}>
      <span className={styles.entryText}>
        <strong>{title}</strong>
        <span>
          <Badge>{wordOf(words.types, item.type)}</Badge> {[format.dateTime(item.at), ...details].filter(Boolean).join(" · ")}
        </span>
      </span>
      {end && (
        <span className={styles.entryEnd}>
          <strong data-negative={!gain || undefined}>{end}</strong>
        </span>
      )}
    </li>
  );
}

interface Row {
  title: string;
  details: (string | null | undefined)[];
  end?: string | undefined;
  /** Whether the end is points or money that came in: how a thing stands is neither good nor bad. */
  gain?: boolean;
}

function useRow({ activity, tierDecision, entry, redemption, feedback, touch }: TimelineItem): Row {
  const { channels, feedback: ofFeedback, members, timeline: words } = useMessages();
  const format = useFormat();
  if (activity) {
    const { total, type } = activity;
    const paid = total && format.money(total.minorUnits, total.currencyCode);
    return {
      title: wordOf(words.activities, type),
      details: [activity.orderId, activity.storeId, channels.names[activity.channel] ?? activity.channel],
      end: paid ?? undefined,
      gain: type !== "REFUND",
    };
  }
  if (tierDecision) {
    const { fromTier, toTier, ladder, reason, note } = tierDecision;
    const change = fromTier && fromTier.name !== toTier.name;
    return {
      title: change ? members.decisions.change(fromTier.name, toTier.name) : toTier.name,
      details: [ladder.name, wordOf(members.decisions.reasons, reason), note],
    };
  }
  if (entry)
    return {
      title: entry.cause.title,
      details: [entry.cause.reason, members.entries.balance(format.number(entry.balanceAfter))],
      end: format.signed(entry.amount),
      gain: entry.amount > 0,
    };
  if (redemption) {
    const { redemptions } = members;
    const state = redemption.voucher
      ? wordOf(redemptions.vouchers, redemption.voucher.state)
      : wordOf(redemptions.states, redemption.state);
    return { title: redemption.rewardName, details: [redemptions.points(format.number(redemption.price))], end: state };
  }
  if (feedback) return { title: feedback.text, details: [], end: wordOf(ofFeedback.states, feedback.state) };
  if (touch)
    return {
      title: touch.message?.name ?? members.touches.noMessage,
      details: [wordOf(members.touches.occasions, touch.occasion), touch.channel && (channels.names[touch.channel] ?? touch.channel)],
      end: wordOf(members.touches.states, touch.state),
    };
  return { title: "", details: [] };
}

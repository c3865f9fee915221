import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";

import { ChannelsDocument, type ChannelsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import styles from "./Channels.module.css";
import { MessagesPanel } from "./MessagesPanel.js";
import { shareOf, summed } from "./summed.js";

type Channel = NonNullable<ChannelsQuery["messageChannels"]>[number];
type Brake = NonNullable<ChannelsQuery["pressure"]>[number];
type Share = NonNullable<ChannelsQuery["messageShares"]>[number];

const EVERY_MS = 30_000;

/** How the channels of messages fare, and whether the brand says less because members heard too much. */
export function ChannelsPage() {
  const { channels: words } = useMessages();
  const asked = useAsk(ChannelsDocument, {}, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <Answered
        asked={asked}
        loading={
          <Panel title={words.list}>
            <Lines count={6} />
          </Panel>
        }
      >
        {({ messageChannels, programmeMessages, pressure, messageShares }) => (
          <Stack>
            <Panel title={words.list} flush>
              <Channels channels={messageChannels ?? []} />
            </Panel>
            <MessagesPanel messages={programmeMessages ?? []} />
            <Panel title={words.pressure.title}>
              {pressure?.length ? (
                <ul className={styles.brakes}>
                  {pressure.map((brake) => (
                    <li key={brake.days}>
                      <BrakeRow brake={brake} />
                    </li>
                  ))}
                </ul>
              ) : (
                <Empty icon="check" title={words.pressure.none}>
                  {words.pressure.noneText}
                </Empty>
              )}
            </Panel>
            {messageShares && messageShares.length > 0 && (
              <Panel title={words.shares.title}>
                <ul className={styles.brakes}>
                  {messageShares.map((share) => (
                    <li key={share.of}>
                      <ShareRow share={share} />
                    </li>
                  ))}
                </ul>
              </Panel>
            )}
          </Stack>
        )}
      </Answered>
    </>
  );
}

/** A brake with the share that was measured, and what is said less while it is pulled. */
export function BrakeRow({ brake }: { brake: Brake }) {
  const { channels } = useMessages();
  const format = useFormat();
  const words = channels.pressure;
  const { days, percent, recoverPercent, loweredTimes, loweredPer, touched, reachable, loweredSince, calmDays, day } = brake;
  const cap = words.cap(format.number(loweredTimes), words.windows[loweredPer] ?? loweredPer);
  return (
    <div className={styles.brake}>
      <span>
        <strong>{words.running(format.number(days))}</strong>{" "}
        <Badge tone={loweredSince ? "bad" : "good"}>{loweredSince ? words.lowered : words.normal}</Badge>
      </span>
      <span className={styles.hint}>
        {day ? words.measured(format.percent(shareOf(touched, reachable)), format.number(touched), format.number(reachable), format.date(day)) : words.notYet}
      </span>
      <span className={styles.hint}>
        {loweredSince ? words.since(format.date(loweredSince), cap, format.number(calmDays)) : words.from(format.percent(percent / 100), cap)}{" "}
        {words.recovers(format.percent(recoverPercent / 100))}
      </span>
    </div>
  );
}

/** A share of posts to groups beside its limit. Few touches say little: below a number of them it is not enforced. */
export function ShareRow({ share }: { share: Share }) {
  const { channels } = useMessages();
  const format = useFormat();
  const words = channels.shares;
  const { of, maxPercent, days, whole, part, enforcedFrom } = share;
  const isEnforced = whole >= enforcedFrom;
  const isFull = isEnforced && part * 100 >= maxPercent * whole;
  return (
    <div className={styles.brake}>
      <span>
        <strong>{words.of[of] ?? of}</strong>{" "}
        <Badge tone={isFull ? "bad" : isEnforced ? "good" : "plain"}>{isFull ? words.full : isEnforced ? words.within : words.notEnforced}</Badge>
      </span>
      <span className={styles.hint}>
        {words.measured(format.percent(shareOf(part, whole)), format.number(part), format.number(whole), format.number(days))}{" "}
        {isEnforced ? words.limit(format.percent(maxPercent / 100)) : words.from(format.percent(maxPercent / 100), format.number(enforcedFrom))}
      </span>
    </div>
  );
}

function Channels({ channels }: { channels: readonly Channel[] }) {
  const { channels: words, members } = useMessages();
  const format = useFormat();
  const states: Record<string, string> = members.touches.states;
  const columns: readonly Column<Channel>[] = [
    {
      key: "channel",
      name: words.columns.channel,
      cell: ({ code, configured }) => (
        <span>
          {words.names[code] ?? code} {!configured && <Badge tone="warn">{words.notConfigured}</Badge>}
        </span>
      ),
    },
    { key: "messages", name: words.columns.messages, end: true, named: true, cell: ({ messages }) => format.number(messages) },
    { key: "sent", name: words.columns.sent, end: true, named: true, cell: ({ counts }) => format.number(summed(counts, ["SENT", "DELIVERED"])) },
    { key: "failed", name: words.columns.failed, end: true, named: true, cell: ({ counts }) => format.number(summed(counts, ["FAILED", "UNKNOWN", "EXPIRED"])) },
    {
      key: "other",
      name: words.columns.other,
      named: true,
      cell: ({ counts }) =>
        counts
          .filter(({ state }) => !["SENT", "DELIVERED", "FAILED", "UNKNOWN", "EXPIRED"].includes(state))
          .map(({ state, count }) => `${states[state] ?? state} ${format.number(count)}`)
          .join(" · ") || "–",
    },
    {
      key: "failure",
      name: words.columns.failure,
      named: true,
      cell: ({ latestFailure: failure, pausedUntil }) => (
        <span>
          {pausedUntil && <Badge tone="bad">{words.paused(format.dateTime(pausedUntil))}</Badge>}{" "}
          {failure ? [format.dateTime(failure.at), failure.code, failure.words].filter(Boolean).join(" · ") : "–"}
        </span>
      ),
    },
  ];
  return <Table label={words.list} columns={columns} rows={channels} keyOf={({ code }) => code} />;
}

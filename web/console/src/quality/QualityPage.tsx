import { useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Empty, Panel, Segments, Table, Tile, Tiles, type Column, type IconName } from "@tessera/kit";

import { DataQualityDocument, type ChannelDayRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import styles from "./Quality.module.css";
import { byChannel, refusedShare, verdictOf, type Sent, type Verdict } from "./sums.js";

const RANGES = ["1", "7", "30"] as const;
type Range = (typeof RANGES)[number];
const ICONS: Record<Verdict, IconName> = { good: "check", warn: "alert", bad: "alert" };
const ROWS_MAX = 100;

/** What channels sent by day, and how much of it was refused and why. */
export function QualityPage() {
  const { quality } = useMessages();
  const { days } = useSearch({ from: "/quality" });
  const { timeZone } = useSignedIn();
  const navigate = useNavigate();
  const range: Range = RANGES.find((each) => each === days) ?? "7";
  const untilDay = dayOf(new Date(useNow(60_000)), timeZone);
  const asked = useAsk(
    DataQualityDocument,
    { fromDay: shifted(untilDay, 1 - Number(range)), untilDay, first: ROWS_MAX },
    { keep: true },
  );
  return (
    <>
      <PageHead title={quality.title} lead={quality.lead}>
        <Segments
          label={quality.range}
          value={range}
          onChange={(next) => void navigate({ to: "/quality", search: { days: next === "7" ? undefined : next } })}
          choices={RANGES.map((key) => ({ key, label: quality.ranges[key] }))}
        />
      </PageHead>
      <Answered asked={asked} loading={<Lines count={8} />}>
        {({ dataQuality }) => {
          const rows = dataQuality?.edges.map(({ node }) => node) ?? [];
          if (!rows.length) {
            return (
              <Panel title={quality.channels}>
                <Empty icon="quality" title={quality.none}>
                  {quality.noneText}
                </Empty>
              </Panel>
            );
          }
          return (
            <Stack>
              <Sums channels={byChannel(rows)} />
              <Panel title={quality.days} flush>
                <Days days={rows} />
                {dataQuality?.pageInfo.hasNextPage && <p className={styles.rest}>{quality.rest}</p>}
              </Panel>
            </Stack>
          );
        }}
      </Answered>
    </>
  );
}

function Sums({ channels }: { channels: readonly Sent[] }) {
  const { quality } = useMessages();
  const format = useFormat();
  const sum = (key: "recorded" | "repeated" | "refused" | "late") => channels.reduce((total, each) => total + each[key], 0);
  const all = { recorded: sum("recorded"), repeated: sum("repeated"), refused: sum("refused") };
  const columns: readonly Column<Sent>[] = [
    { key: "channel", name: quality.columns.channel, cell: ({ channel }) => <Channel channel={channel} /> },
    figure("recorded", quality.columns.recorded, format.number),
    figure("repeated", quality.columns.repeated, format.number),
    figure("refused", quality.columns.refused, format.number),
    { key: "share", name: quality.columns.share, end: true, cell: (sent) => <Share sent={sent} /> },
    figure("late", quality.columns.late, format.number),
  ];
  return (
    <>
      <Tiles>
        <Tile name={quality.columns.recorded}>{format.number(all.recorded)}</Tile>
        <Tile name={quality.columns.refused} note={quality.ofAll(format.percent(refusedShare(all)))}>
          {format.number(all.refused)}
        </Tile>
        <Tile name={quality.columns.repeated}>{format.number(all.repeated)}</Tile>
        <Tile name={quality.columns.late} note={quality.lateNote}>
          {format.number(sum("late"))}
        </Tile>
      </Tiles>
      <Panel title={quality.channels} flush>
        <Table label={quality.channels} columns={columns} rows={channels} keyOf={({ channel }) => channel} />
      </Panel>
    </>
  );
}

function figure<Key extends string>(
  key: Key,
  name: string,
  number: (value: number) => string,
): Column<Readonly<Record<Key, number>>> {
  return { key, name, end: true, named: true, cell: (row) => number(row[key]) };
}

function Channel({ channel }: { channel: string }) {
  const { quality } = useMessages();
  return channel === "?" ? <em>{quality.unknownChannel}</em> : <code>{channel}</code>;
}

function Share({ sent }: { sent: Omit<Sent, "channel" | "late"> }) {
  const { quality } = useMessages();
  const format = useFormat();
  const share = refusedShare(sent);
  const verdict = verdictOf(share);
  return (
    <Badge tone={verdict} icon={ICONS[verdict]}>
      {quality.verdict(quality.verdicts[verdict], format.percent(share))}
    </Badge>
  );
}

function Days({ days }: { days: readonly ChannelDayRowFragment[] }) {
  const { quality } = useMessages();
  const format = useFormat();
  const columns: readonly Column<ChannelDayRowFragment>[] = [
    {
      key: "day",
      name: quality.columns.day,
      cell: ({ day, channel }) => (
        <span className={styles.day}>
          <strong>{format.shortDay(day)}</strong>
          <Channel channel={channel} />
        </span>
      ),
    },
    figure("recorded", quality.columns.recorded, format.number),
    figure("refused", quality.columns.refused, format.number),
    figure("withoutMember", quality.columns.withoutMember, format.number),
    figure("inConflict", quality.columns.inConflict, format.number),
    figure("late", quality.columns.late, format.number),
    {
      key: "reasons",
      name: quality.columns.reasons,
      cell: ({ refusals }) =>
        refusals.length > 0 && (
          <span className={styles.reasons}>
            {refusals.map(({ reason, count }) => (
              <span key={reason}>
                <code>{reason}</code> {format.number(count)}
              </span>
            ))}
          </span>
        ),
    },
  ];
  return <Table label={quality.days} columns={columns} rows={days} keyOf={({ day, channel }) => `${day}/${channel}`} />;
}

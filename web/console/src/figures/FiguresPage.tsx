import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Bars, Empty, Panel, Segments, Table, Tile, Tiles, type Column, type IconName } from "@tessera/kit";
import type { ReactNode } from "react";

import { FeedbackTeamsDocument, FeedbackWeeksDocument, type WorkFigureFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import styles from "./Figures.module.css";
import { lastDays, verdictOf, weekBounds } from "./weeks.js";

const RANGES = ["7", "30", "90"] as const;
type Range = (typeof RANGES)[number];
const ICONS: Record<"good" | "warn" | "bad", IconName> = { good: "check", warn: "alert", bad: "alert" };

/** How much of the feedback teams and people answered, how much of it in time, and what they have now. */
export function FiguresPage() {
  const { figures } = useMessages();
  const { days } = useSearch({ from: "/figures" });
  const navigate = useNavigate();
  const range: Range = RANGES.find((each) => each === days) ?? "30";
  const asked = useAsk(FeedbackTeamsDocument, lastDays(useNow(60_000), Number(range)), { keep: true });
  return (
    <>
      <PageHead title={figures.title} lead={figures.lead}>
        <Segments
          label={figures.range}
          value={range}
          onChange={(next) => void navigate({ to: "/figures", search: { days: next === "30" ? undefined : next } })}
          choices={RANGES.map((key) => ({ key, label: figures.ranges[key] }))}
        />
      </PageHead>
      <Stack>
        <Answered asked={asked} loading={<Lines count={8} />}>
          {({ feedbackFigures: told }) =>
            told && (
              <>
                <Sums total={told.total} />
                <Panel title={figures.teams} flush>
                  {told.teams.length ? (
                    <Work
                      label={figures.teams}
                      rows={told.teams}
                      name={figures.columns.team}
                      nameOf={({ team }) => team?.name ?? figures.noTeam}
                    />
                  ) : (
                    <Empty icon="figures" title={figures.none}>
                      {figures.noneText}
                    </Empty>
                  )}
                </Panel>
                {told.people.length > 0 && (
                  <Panel title={figures.people} flush>
                    <Work
                      label={figures.people}
                      rows={told.people}
                      name={figures.columns.person}
                      nameOf={({ person, team }) => (
                        <span className={styles.name}>
                          <strong>{person}</strong>
                          <span>{team?.name ?? figures.noTeam}</span>
                        </span>
                      )}
                    />
                  </Panel>
                )}
              </>
            )
          }
        </Answered>
        <Weeks />
      </Stack>
    </>
  );
}

function Sums({ total }: { total: WorkFigureFragment }) {
  const { figures } = useMessages();
  const format = useFormat();
  return (
    <Tiles>
      <Tile name={figures.columns.taken} note={figures.answeredOf(format.number(total.answered))}>
        {format.number(total.taken)}
      </Tile>
      <Tile name={figures.columns.inTime} note={figures.dueOf(format.number(total.inTime), format.number(total.due))}>
        <InTime percent={total.inTimePercent} />
      </Tile>
      <Tile name={figures.columns.median}>
        <Took seconds={total.medianResponseSeconds} />
      </Tile>
      <Tile name={figures.columns.open} note={figures.waitingOf(format.number(total.waiting))}>
        <Link to="/feedback">{format.number(total.open)}</Link>
      </Tile>
      <Tile name={figures.columns.late}>{format.number(total.late)}</Tile>
    </Tiles>
  );
}

/** A share in a word, a shape and a colour. */
function InTime({ percent }: { percent: number | null }) {
  const { figures } = useMessages();
  const format = useFormat();
  const verdict = verdictOf(percent);
  if (percent === null || !verdict) return <>{figures.nothing}</>;
  return (
    <Badge tone={verdict} icon={ICONS[verdict]}>
      {format.percent(percent / 100)} {figures.verdicts[verdict]}
    </Badge>
  );
}

function Took({ seconds }: { seconds: number | null }) {
  const { figures } = useMessages();
  const format = useFormat();
  if (seconds === null) return <>{figures.nothing}</>;
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return <>{hours > 0 ? figures.hours(format.number(hours), format.number(rest)) : figures.minutes(format.number(minutes))}</>;
}

function Work({
  label,
  rows,
  name,
  nameOf,
}: {
  label: string;
  rows: readonly WorkFigureFragment[];
  name: string;
  nameOf: (row: WorkFigureFragment) => ReactNode;
}) {
  const { figures } = useMessages();
  const format = useFormat();
  const figure = (key: "taken" | "answered" | "open" | "late"): Column<WorkFigureFragment> => ({
    key,
    name: figures.columns[key],
    end: true,
    named: true,
    cell: (row) => format.number(row[key]),
  });
  const columns: readonly Column<WorkFigureFragment>[] = [
    { key: "name", name, cell: nameOf },
    figure("taken"),
    figure("answered"),
    { key: "inTime", name: figures.columns.inTime, end: true, named: true, cell: ({ inTimePercent }) => <InTime percent={inTimePercent} /> },
    {
      key: "median",
      name: figures.columns.median,
      end: true,
      named: true,
      cell: ({ medianResponseSeconds }) => <Took seconds={medianResponseSeconds} />,
    },
    figure("open"),
    figure("late"),
  ];
  return <Table label={label} columns={columns} rows={rows} keyOf={({ team, person }) => `${team?.code ?? ""}/${person ?? ""}`} />;
}

/** The share in time of the last six weeks, each beside its number. */
function Weeks() {
  const { figures } = useMessages();
  const format = useFormat();
  const [w0, w1, w2, w3, w4, w5, w6] = weekBounds(useNow(60_000));
  const asked = useAsk(FeedbackWeeksDocument, { w0, w1, w2, w3, w4, w5, w6 }, { keep: true });
  return (
    <Panel title={figures.weeks}>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ a, b, c, d, e, f }) => {
          const weeks = [a, b, c, d, e, f].filter((week) => week !== null && week.total.due > 0);
          if (!weeks.length) return <p className={styles.soft}>{figures.weeksNone}</p>;
          return (
            <>
              <Bars
                title={figures.weeksTitle}
                names={[figures.weekFrom, figures.columns.inTime]}
                bars={weeks.flatMap((week) =>
                  week ? [{ key: week.countedFrom, name: format.tick(week.countedFrom), value: week.total.inTimePercent ?? 0 }] : [],
                )}
                value={(percent) => format.percent(percent / 100)}
              />
              <p className={styles.soft}>{figures.weeksNote}</p>
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

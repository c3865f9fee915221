import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Segments, type IconName, type Tone } from "@tessera/kit";
import { useState } from "react";

import { InsightBoardDocument, type InsightBoardQuery, type MetricDefinedFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { AcquisitionPanel } from "./AcquisitionPanel.js";
import { AlarmsPanel } from "./AlarmsPanel.js";
import { AttributionPanel } from "./AttributionPanel.js";
import { BoardOnWall } from "./BoardOnWall.js";
import { CohortsPanel } from "./CohortsPanel.js";
import { ContentsPanel } from "./ContentsPanel.js";
import { CoursePanel } from "./CoursePanel.js";
import { FunnelsPanel } from "./FunnelsPanel.js";
import styles from "./Insight.module.css";
import { changeOf, madeOf, shownAs } from "./numbers.js";
import { ReportsPanel } from "./ReportsPanel.js";
import { TodosPanel } from "./TodosPanel.js";

type Board = NonNullable<InsightBoardQuery["board"]>;
type BoardTile = Board["tiles"][number];

const EVERY_MS = 60_000;
const TONES: Record<string, [Tone, IconName]> = {
  GREEN: ["good", "check"],
  YELLOW: ["warn", "alert"],
  RED: ["bad", "alert"],
  GREY: ["plain", "clock"],
};

/** The brand's figures: the board, the course of one, alarms, cohorts, funnels and reports. */
export function InsightPage() {
  const { insight: words } = useMessages();
  const format = useFormat();
  const [onWall, setOnWall] = useState(false);
  const { board: code } = useSearch({ from: "/insight" });
  const asked = useAsk(InsightBoardDocument, { code: code ?? null }, { keep: true, everyMs: EVERY_MS });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ board, metricCatalogue }) =>
        board && (
          <>
            <PageHead title={words.title} lead={board.asOf ? words.asOf(format.dateTime(board.asOf)) : words.lead}>
              {board.tiles.length > 0 && <Button onPress={() => setOnWall(true)}>{words.wall}</Button>}
            </PageHead>
            {onWall && <Wall board={board} onClose={() => setOnWall(false)} />}
            <Stack>
              <Boards board={board} />
              <Tiles board={board} />
              <AlarmsPanel currency={board.currencyCode} />
              <TodosPanel />
              <CoursePanel metrics={drawn(board, metricCatalogue?.metrics ?? [])} />
              <CohortsPanel />
              <ContentsPanel />
              <FunnelsPanel funnels={metricCatalogue?.funnels ?? []} />
              <AttributionPanel />
              <AcquisitionPanel />
              <ReportsPanel currency={board.currencyCode} />
            </Stack>
          </>
        )
      }
    </Answered>
  );
}

/** Which of the programme's boards is shown; nothing to choose where there is one. */
function Boards({ board }: { board: Board }) {
  const { insight: words } = useMessages();
  const navigate = useNavigate();
  if (board.boards.length < 2) return null;
  return (
    <Segments
      label={words.board}
      value={board.code}
      onChange={(code) => void navigate({ to: "/insight", search: { board: code }, replace: true, resetScroll: false })}
      choices={board.boards.map(({ code, name }) => ({ key: code, label: name }))}
    />
  );
}

function Wall({ board, onClose }: { board: Board; onClose: () => void }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const figures = board.tiles.map((tile) => ({
    key: tile.metric.code,
    name: tile.metric.name,
    value: tile.number ? shownAs(format, tile.metric, tile.number.value, board.currencyCode) : words.nothing,
    standing: <StandingBadge tile={tile} currency={board.currencyCode} />,
  }));
  return <BoardOnWall figures={figures} lead={board.asOf ? words.asOf(format.dateTime(board.asOf)) : words.lead} onClose={onClose} />;
}

/** The figures whose course is drawn: the board's, then those that a board of days can't tell. */
function drawn(board: Board, all: readonly MetricDefinedFragment[]): MetricDefinedFragment[] {
  return [...board.tiles.map(({ metric }) => metric), ...all.filter(({ grains }) => !grains.includes("DAY"))];
}

function Tiles({ board }: { board: Board }) {
  const { insight: words } = useMessages();
  if (!board.tiles.length) {
    return (
      <Panel title={words.board}>
        <Empty icon="insight" title={words.none}>
          {words.noneText}
        </Empty>
      </Panel>
    );
  }
  return (
    <ul className={styles.board} aria-label={words.board}>
      {board.tiles.map((tile) => (
        <li key={tile.metric.code} className={styles.place}>
          <Figure tile={tile} currency={board.currencyCode} />
          {tile.metric.membersAbove && tile.number && (
            <Link
              to="/insight/members"
              search={{ metric: tile.metric.code, day: tile.day }}
              className={styles.whom}
              aria-label={words.behind.showOf(tile.metric.name)}
            >
              {words.behind.show}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function Figure({ tile, currency }: { tile: BoardTile; currency: string | null }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const navigate = useNavigate();
  const { metric: chosen, board } = useSearch({ from: "/insight" });
  const { metric, number, weekBefore } = tile;
  const change = number ? changeOf(number.value, weekBefore?.value) : undefined;
  return (
    <button
      type="button"
      className={styles.tile}
      aria-pressed={chosen === metric.code}
      title={`${metric.definition} ${metric.formula}`}
      onClick={() => void navigate({ to: "/insight", search: { metric: metric.code, ...(board && { board }) }, replace: true, resetScroll: false })}
    >
      <span className={styles.name}>{metric.name}</span>
      <strong>{number ? shownAs(format, metric, number.value, currency) : words.nothing}</strong>
      <span className={styles.note}>
        {number && madeOf(format, metric, number)}
        {change !== undefined && <span>{words.againstWeek(`${change > 0 ? "+" : ""}${format.percent(change)}`)}</span>}
      </span>
      <StandingBadge tile={tile} currency={currency} />
    </button>
  );
}

/** How a figure stands to its target, by word and shape; nothing without one. */
function StandingBadge({ tile, currency }: { tile: BoardTile; currency: string | null }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { target, standing } = tile;
  if (!standing) return null;
  const [tone, icon] = TONES[standing] ?? ["plain", "clock"];
  return (
    <Badge tone={tone} icon={icon}>
      {(words.standings as Record<string, string>)[standing] ?? standing}
      {target && ` · ${words.target(targetOf(format, tile, currency))}`}
    </Badge>
  );
}

function targetOf(format: ReturnType<typeof useFormat>, { metric, target }: BoardTile, currency: string | null): string {
  const value = target?.value ?? 0;
  return shownAs(format, metric, metric.unit === "PERCENT" ? value / 100 : value, currency);
}

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Panel, Segments, SelectField, StepChart } from "@tessera/kit";

import { InsightSeriesDocument, type MetricDefinedFragment, type MetricGrain, type MetricNamedFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Insight.module.css";
import { shownAs } from "./numbers.js";

const GRAINS = ["DAY", "WEEK", "MONTH"] as const satisfies readonly MetricGrain[];
/** How many days are shown, so that a chart has 30 to 52 points. */
const DAYS: Record<(typeof GRAINS)[number], number> = { DAY: 42, WEEK: 182, MONTH: 366 };

/** What one figure is, and its course. What it says of a period that goes on is left out. */
export function CoursePanel({ metrics }: { metrics: readonly MetricDefinedFragment[] }) {
  const { insight: words } = useMessages();
  const search = useSearch({ from: "/insight" });
  const navigate = useNavigate();
  const metric = metrics.find(({ code }) => code === search.metric) ?? metrics[0];
  if (!metric) return null;
  const grains = GRAINS.filter((each) => metric.grains.includes(each));
  const grain = grains.find((each) => each.toLowerCase() === search.by) ?? grains[0] ?? "DAY";
  const go = (to: { metric?: string; by?: string }) =>
    void navigate({ to: "/insight", search: { ...search, metric: metric.code, ...to }, replace: true, resetScroll: false });
  return (
    <Panel title={words.course}>
      <div className={styles.controls}>
        <SelectField
          label={words.metric}
          value={metric.code}
          onChange={(code) => go({ metric: code })}
          choices={metrics.map(({ code, name }) => ({ key: code, label: name }))}
        />
        <Segments
          label={words.by}
          value={grain}
          onChange={(next) => go({ by: next.toLowerCase() })}
          choices={grains.map((each) => ({ key: each, label: words.grains[each] }))}
        />
      </div>
      <p className={styles.foot}>
        {metric.definition} <code>{metric.formula}</code>
      </p>
      <Course metric={metric} grain={grain} />
    </Panel>
  );
}

function Course({ metric, grain }: { metric: MetricNamedFragment; grain: (typeof GRAINS)[number] }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { timeZone } = useSignedIn();
  const untilDay = dayOf(new Date(useNow(60_000)), timeZone);
  const asked = useAsk(
    InsightSeriesDocument,
    { code: metric.code, grain, fromDay: shifted(untilDay, -DAYS[grain]), untilDay },
    { keep: true },
  );
  return (
    <Answered asked={asked} loading={<Lines count={4} />}>
      {({ metric: series }) => {
        const points = series?.points.flatMap(({ day, number, complete }) =>
          number && complete ? [{ at: Date.parse(`${day}T00:00:00Z`), value: number.value }] : [],
        );
        if (!series || !points || points.length < 2) return <Empty icon="insight" title={words.tooFew}>{words.tooFewText}</Empty>;
        const last = series.points.findLast(({ number, complete }) => number && complete);
        const value = (of: number) => shownAs(format, series.metric, of, series.currencyCode);
        const day = (at: number) => new Date(at).toISOString().slice(0, 10);
        return (
          <>
            <StepChart
              points={points}
              texts={{
                title: words.courseOf(series.metric.name),
                atName: words.period,
                valueName: series.metric.name,
                at: (at) => format.day(day(at)),
                tick: (at) => format.tick(new Date(at).toISOString()),
                value,
              }}
            />
            {last && series.metric.membersAbove && (
              <Link to="/insight/members" search={{ metric: series.metric.code, day: last.day, by: grain.toLowerCase() }}>
                {words.behind.showOf(`${series.metric.name}, ${format.day(last.day)}`)}
              </Link>
            )}
            {series.points.some(({ restated }) => restated) && <p className={styles.foot}>{words.restated}</p>}
          </>
        );
      }}
    </Answered>
  );
}

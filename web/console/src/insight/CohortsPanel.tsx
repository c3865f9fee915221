import { Link } from "@tanstack/react-router";
import { Empty, Panel, Table, type Column } from "@tessera/kit";

import { InsightCohortsDocument, type InsightCohortsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Insight.module.css";

type Cohort = NonNullable<InsightCohortsQuery["cohorts"]>["cohorts"][number];

const DAYS = 30;
const AFTER = [1, 3, 7, 14, 30] as const;

/** Of those who enrolled on a day, how many came again so many days later. */
export function CohortsPanel() {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { timeZone } = useSignedIn();
  const untilDay = shifted(dayOf(new Date(useNow(60_000)), timeZone), -1);
  const asked = useAsk(InsightCohortsDocument, { fromDay: shifted(untilDay, 1 - DAYS), untilDay }, { keep: true });
  const columns: readonly Column<Cohort>[] = [
    { key: "day", name: words.enrolledOn, cell: ({ day }) => <strong>{format.shortDay(day)}</strong> },
    {
      key: "size",
      name: words.size,
      end: true,
      named: true,
      cell: ({ day, size }) => (
        <Link to="/insight/members" search={{ cohort: day }}>
          {format.number(size)}
        </Link>
      ),
    },
    ...AFTER.map(
      (after): Column<Cohort> => ({
        key: `d${after}`,
        name: words.dayAfter(format.number(after)),
        end: true,
        named: true,
        cell: (cohort) => <Cell cohort={cohort} after={after} />,
      }),
    ),
  ];
  return (
    <Panel title={words.cohorts} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ cohorts }) => {
          const rows = cohorts?.cohorts.filter(({ size }) => size > 0) ?? [];
          return rows.length ? (
            <Table label={words.cohorts} columns={columns} rows={rows} keyOf={({ day }) => day} />
          ) : (
            <Empty icon="members" title={words.noCohorts}>
              {words.noCohortsText}
            </Empty>
          );
        }}
      </Answered>
    </Panel>
  );
}

function Cell({ cohort, after }: { cohort: Cohort; after: number }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const active = cohort.days.find((day) => day.after === after)?.active ?? null;
  if (active === null) return <span className={styles.soft}>{words.notYet}</span>;
  const shown = format.percent(active / cohort.size);
  const made = `${format.number(active)} / ${format.number(cohort.size)}`;
  if (!active) return <span title={made}>{shown}</span>;
  return (
    <Link to="/insight/members" search={{ cohort: cohort.day, after: `${after}` }} title={made}>
      {shown}
    </Link>
  );
}

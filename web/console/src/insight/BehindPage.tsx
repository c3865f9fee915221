import { Link, useSearch } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import {
  CohortMembersDocument,
  FunnelMembersDocument,
  MetricMembersDocument,
  type MembersBehindFragment,
  type MetricGrain,
} from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, NewestOlder, PageHead } from "../parts/Page.js";
import styles from "./Insight.module.css";
import { madeOf, shownAs } from "./numbers.js";

type Row = MembersBehindFragment["edges"][number]["node"];

const GRAINS = { week: "WEEK", month: "MONTH" } as const satisfies Record<string, MetricGrain>;

/** The members behind a number, which the address names: of a figure, a cohort, or a step of a funnel. */
export function BehindPage() {
  const { metric, funnel, cohort } = useSearch({ from: "/insight/members" });
  const { insight: words } = useMessages();
  if (metric) return <OfMetric code={metric} />;
  if (funnel) return <OfFunnel code={funnel} />;
  if (cohort) return <OfCohort day={cohort} />;
  return <Empty icon="members" title={words.behind.none} />;
}

function OfMetric({ code }: { code: string }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { day = "", by = "", part } = useSearch({ from: "/insight/members" });
  const [after, setAfter] = useState<string | null>(null);
  const below = part === "below";
  const grain = by === "week" || by === "month" ? GRAINS[by] : "DAY";
  const asked = useAsk(
    MetricMembersDocument,
    { code, day, grain, part: below ? "BELOW" : "ABOVE", after },
    { keep: true },
  );
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ metricMembers, metric: series }) => {
        const metric = series?.metric;
        const number = series?.points[0]?.number;
        const value = metric && number && shownAs(format, metric, number.value, series.currencyCode);
        const made = metric && number && madeOf(format, metric, number);
        return (
          <>
            <PageHead title={words.behind.of(metric?.name ?? code)} lead={[format.day(day), words.grains[grain], value, made].filter(Boolean).join(" · ")}>
              {metric?.membersBelow && (
                <Link to="/insight/members" search={{ metric: code, day, by, ...(below ? {} : { part: "below" }) }}>
                  {below ? words.behind.above : words.behind.below}
                </Link>
              )}
            </PageHead>
            <People page={metricMembers} after={after} onTurn={setAfter} currency={series?.currencyCode ?? null} />
          </>
        );
      }}
    </Answered>
  );
}

function OfCohort({ day }: { day: string }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const search = useSearch({ from: "/insight/members" });
  const days = Number(search.after) || 0;
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(CohortMembersDocument, { day, daysAfter: days, after }, { keep: true });
  return (
    <>
      <PageHead
        title={words.behind.of(words.cohorts)}
        lead={`${words.enrolledOn} ${format.day(day)}${days ? ` · ${words.dayAfter(format.number(days))}` : ""}`}
      />
      <Answered asked={asked} loading={<Lines count={8} />}>
        {({ cohortMembers }) => <People page={cohortMembers} after={after} onTurn={setAfter} currency={null} />}
      </Answered>
    </>
  );
}

function OfFunnel({ code }: { code: string }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const { step = "1", from = "", until = "" } = useSearch({ from: "/insight/members" });
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(
    FunnelMembersDocument,
    { code, step: Number(step) || 0, fromDay: from, untilDay: until, after },
    { keep: true },
  );
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ funnelMembers, metricCatalogue }) => (
        <>
          <PageHead
            title={words.behind.of(metricCatalogue?.funnels.find((each) => each.code === code)?.name ?? code)}
            lead={`${words.step} ${format.number(Number(step))} · ${format.day(from)} – ${format.day(until)}`}
          />
          <People page={funnelMembers} after={after} onTurn={setAfter} currency={null} />
        </>
      )}
    </Answered>
  );
}

/** A page of members, masked as everywhere; columns that the number has nothing for are left out. */
export function People({
  page,
  after,
  onTurn,
  currency,
}: {
  page: MembersBehindFragment | null;
  after: string | null;
  onTurn: (after: string | null) => void;
  currency: string | null;
}) {
  const { insight, members } = useMessages();
  const words = insight.behind;
  const format = useFormat();
  if (!page) return null;
  const rows = page.edges.map(({ node }) => node);
  const columns: readonly Column<Row>[] = [
    {
      key: "member",
      name: insight.membersThere,
      cell: ({ memberId, member }) => (
        <span className={styles.person}>
          <Link to="/members/$id" params={{ id: memberId }}>
            {member?.name || members.unnamed}
          </Link>
          {member ? <span className={styles.soft}>{member.phone}</span> : <Badge>{words.left}</Badge>}
        </span>
      ),
    },
    { key: "times", name: words.times, end: true, named: true, cell: ({ times }) => (times === null ? "–" : format.number(times)) },
    {
      key: "money",
      name: words.money,
      end: true,
      named: true,
      cell: ({ minorUnits }) => (minorUnits === null || !currency ? "–" : format.money(minorUnits, currency)),
    },
    { key: "last", name: words.last, end: true, named: true, cell: ({ lastAt }) => (lastAt ? format.dateTime(lastAt) : "–") },
  ];
  const shown = columns.filter(
    ({ key }) =>
      key === "member" ||
      rows.some(({ times, minorUnits }) => (key === "money" ? minorUnits !== null && currency !== null : times !== null)),
  );
  return (
    <Panel title={insight.membersThere} flush>
      {rows.length ? (
        <Table label={insight.membersThere} columns={shown} rows={rows} keyOf={({ memberId }) => memberId} />
      ) : (
        <Empty icon="members" title={words.none} />
      )}
      <p className={`${styles.foot} ${styles.below}`}>{words.known}</p>
      <NewestOlder after={after} page={page.pageInfo} onTurn={onTurn} />
    </Panel>
  );
}

import { Link } from "@tanstack/react-router";
import { Badge, Panel, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { WakeUpsDocument, type WakeUpRowFragment, type WakeUpsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More } from "../parts/Page.js";
import styles from "./Budgets.module.css";

const TONES: Record<string, Tone> = { OPEN: "warn", ANSWERED: "good", PASSED: "plain" };
const PAGE = 20;
const PAGE_MAX = 100;

/** Who sleeps, what they were offered, and what it brought; nothing while nobody was woken. */
export function WakeUpsPanel() {
  const { budgets } = useMessages();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(WakeUpsDocument, { first }, { keep: true });
  const words = budgets.wakeUps;
  return (
    <Answered asked={asked} loading={<Lines count={2} />}>
      {({ wakeUps, wakeUpFigures }) => {
        if (!wakeUps || wakeUps.edges.length === 0) return null;
        return (
          <Panel title={words.title} flush>
            {wakeUpFigures && <Figures figures={wakeUpFigures} />}
            <Rows wakeUps={wakeUps.edges.map(({ node }) => node)} />
            {wakeUps.pageInfo.hasNextPage && first < PAGE_MAX && <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />}
          </Panel>
        );
      }}
    </Answered>
  );
}

function Figures({ figures: { opened, answered, points, paid } }: { figures: NonNullable<WakeUpsQuery["wakeUpFigures"]> }) {
  const { budgets } = useMessages();
  const format = useFormat();
  const share = format.percent(opened ? answered / opened : 0);
  const money = format.money(paid.minorUnits, paid.currencyCode);
  return (
    <p className={styles.figures}>
      {budgets.wakeUps.figures(format.number(opened), format.number(answered), share, money, format.number(points))}
    </p>
  );
}

function Rows({ wakeUps }: { wakeUps: readonly WakeUpRowFragment[] }) {
  const { budgets } = useMessages();
  const format = useFormat();
  const words = budgets.wakeUps;
  const columns: readonly Column<WakeUpRowFragment>[] = [
    {
      key: "member",
      name: words.columns.member,
      cell: ({ member }) =>
        member && (
          <Link to="/members/$id" params={{ id: member.id }}>
            {member.name ?? words.member}
          </Link>
        ),
    },
    { key: "since", name: words.columns.since, cell: ({ asleepSince }) => format.day(asleepSince) },
    {
      key: "offer",
      name: words.columns.offer,
      cell: ({ percent, couponType, until }) => (
        <span className={styles.subject}>
          <span>
            {percent && words.factor(format.number(percent / 100))} {couponType && <code>{couponType}</code>}
          </span>
          <span>{words.until(format.day(until))}</span>
        </span>
      ),
    },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ state, orderId, points }) => (
        <span className={styles.subject}>
          <span>
            <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>
          </span>
          {orderId && <span>{words.order(orderId, format.number(points))}</span>}
        </span>
      ),
    },
  ];
  return <Table label={words.title} columns={columns} rows={wakeUps} keyOf={({ id }) => id} />;
}

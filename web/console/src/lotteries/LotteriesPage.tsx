import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { LotteriesDocument, type LotteriesQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead } from "../parts/Page.js";
import styles from "./Lotteries.module.css";
import { chanceOf } from "./odds.js";

type Listed = NonNullable<LotteriesQuery["lotteries"]>["edges"][number]["node"];

const PAGE = 20;
const PAGE_MAX = 100;

/** The lotteries of the programme: when, how often drawn, and how often a prize was given. */
export function LotteriesPage() {
  const { lotteries } = useMessages();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(LotteriesDocument, { first }, { keep: true });
  return (
    <>
      <PageHead title={lotteries.title} lead={lotteries.lead} />
      <Panel title={lotteries.list} flush>
        <Answered asked={asked} loading={<Lines count={5} />}>
          {(data) => (
            <>
              {data.lotteries?.edges.length === 0 ? (
                <Empty icon="lotteries" title={lotteries.none}>
                  {lotteries.noneText}
                </Empty>
              ) : (
                <Rows lotteries={data.lotteries?.edges.map(({ node }) => node) ?? []} />
              )}
              {data.lotteries?.pageInfo.hasNextPage && first < PAGE_MAX && (
                <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />
              )}
            </>
          )}
        </Answered>
      </Panel>
    </>
  );
}

function Rows({ lotteries }: { lotteries: readonly Listed[] }) {
  const { books, lotteries: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Listed>[] = [
    {
      key: "lottery",
      name: words.columns.lottery,
      cell: ({ code, name }) => (
        <span className={styles.name}>
          <Link to="/lotteries/$code" params={{ code }}>
            {name}
          </Link>
          <code>{code}</code>
        </span>
      ),
    },
    {
      key: "days",
      name: words.columns.days,
      cell: ({ firstDay, lastDay, open }) => (
        <span className={styles.name}>
          <span>{words.range(format.day(firstDay), format.day(lastDay))}</span>
          <span>
            <Badge tone={open ? "good" : "plain"} icon={open ? "check" : "clock"}>
              {open ? words.open : words.closed}
            </Badge>
          </span>
        </span>
      ),
    },
    {
      key: "ticket",
      name: words.columns.ticket,
      cell: ({ ticketsPerDraw, ticketAsset }) =>
        words.tickets(format.number(ticketsPerDraw), books.assets[ticketAsset] ?? ticketAsset),
    },
    { key: "draws", name: words.columns.draws, end: true, named: true, cell: ({ draws }) => format.number(draws ?? 0) },
    {
      key: "given",
      name: words.columns.given,
      end: true,
      named: true,
      cell: ({ prizes }) => format.number(prizes.reduce((sum, { given }) => sum + (given ?? 0), 0)),
    },
    {
      key: "chance",
      name: words.columns.chance,
      end: true,
      named: true,
      cell: ({ prizes }) => format.percent(chanceOf(prizes)),
    },
  ];
  return <Table label={words.list} columns={columns} rows={lotteries} keyOf={({ code }) => code} />;
}

import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";

import { BoardsDocument, type BoardsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead } from "../parts/Page.js";
import styles from "./Leaderboards.module.css";

export type Listed = NonNullable<BoardsQuery["leaderboards"]>["edges"][number]["node"];

/** The leaderboards of the programme: what counts on them, and for how long. */
export function LeaderboardsPage() {
  const { leaderboards: words } = useMessages();
  const { stores } = useSignedIn();
  const asked = useAsk(BoardsDocument, {}, { keep: true });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <Panel title={words.list} flush>
        <Answered asked={asked} loading={<Lines count={4} />}>
          {({ leaderboards }) => {
            const boards = leaderboards?.edges.map(({ node }) => node).filter(({ byStore }) => byStore || !stores);
            return boards?.length ? (
              <Rows boards={boards} />
            ) : (
              <Empty icon="leaderboards" title={words.none}>
                {stores ? words.noneOfStores : words.noneText}
              </Empty>
            );
          }}
        </Answered>
      </Panel>
    </>
  );
}

function Rows({ boards }: { boards: readonly Listed[] }) {
  const { books, leaderboards: words } = useMessages();
  const format = useFormat();
  const pers: Record<string, string> = words.pers;
  const columns: readonly Column<Listed>[] = [
    {
      key: "board",
      name: words.columns.board,
      cell: ({ code, name }) => (
        <span className={styles.name}>
          <Link to="/leaderboards/$code" params={{ code }}>
            {name ?? code}
          </Link>
          <code>{code}</code>
        </span>
      ),
    },
    {
      key: "per",
      name: words.columns.per,
      cell: ({ per, byStore, current }) => (
        <span className={styles.name}>
          <span className={styles.marks}>
            {pers[per] ?? per} {byStore && <Badge>{words.byStore}</Badge>}
          </span>
          <span>
            {current ? words.range(format.shortDay(current.firstDay), format.shortDay(current.lastDay)) : words.between}
          </span>
        </span>
      ),
    },
    {
      key: "counts",
      name: words.columns.counts,
      cell: ({ asset, rules }) => (
        <span className={styles.name}>
          <span>{books.assets[asset] ?? asset}</span>
          <span className={styles.rules}>
            {rules.map((rule) => (
              <code key={rule}>{rule}</code>
            ))}
          </span>
        </span>
      ),
    },
    { key: "top", name: words.columns.top, end: true, named: true, cell: ({ top }) => format.number(top) },
  ];
  return <Table label={words.list} columns={columns} rows={boards} keyOf={({ code }) => code} />;
}

import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Badge, Empty, Notice, Panel, SelectField, Table, Tile, Tiles, type Column } from "@tessera/kit";
import { useState } from "react";

import { BoardDocument, BoardsDocument, BoardStoresDocument, type BoardQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { periodsUntil } from "../lib/periods.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import styles from "./Leaderboards.module.css";
import type { Listed } from "./LeaderboardsPage.js";

const PERIODS = 12;
const PAGE = 20;
const PLACES_MAX = 100;
const EVERY_MS = 30_000;

/** One leaderboard: who has which place in a period, and up to when it is counted. */
export function LeaderboardPage() {
  const { code } = useParams({ from: "/leaderboards/$code" });
  const { leaderboards: words } = useMessages();
  const { stores: own } = useSignedIn();
  const asked = useAsk(BoardsDocument, {}, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ leaderboards }) => {
        const board = leaderboards?.edges.find(({ node }) => node.code === code && (!own || node.byStore))?.node;
        return board ? (
          <Found board={board} />
        ) : (
          <>
            <PageHead title={words.title} />
            <Panel title={words.list}>
              <Empty icon="leaderboards" title={words.missing}>
                <Link to="/leaderboards">{words.back}</Link>
              </Empty>
            </Panel>
          </>
        );
      }}
    </Answered>
  );
}

function Found({ board }: { board: Listed }) {
  const { leaderboards: words } = useMessages();
  const search = useSearch({ from: "/leaderboards/$code" });
  const navigate = useNavigate();
  const stores = useAsk(BoardStoresDocument, {}, { enabled: board.byStore });
  const { stores: own } = useSignedIn();
  const every = stores.data?.data.stores?.edges.map(({ node }) => node) ?? [];
  // The register has the first stores alone, so that one's own may be missing.
  const listed = own ? own.map((code) => every.find((each) => each.code === code) ?? { code, name: code }) : every;
  const storeId = search.store ?? listed[0]?.code;
  const go = (changed: { period?: string | undefined; store?: string | undefined }) =>
    void navigate({ to: "/leaderboards/$code", params: { code: board.code }, search: { ...search, ...changed }, replace: true });
  const periods = board.current ? periodsUntil(board.per, board.current, PERIODS) : [];
  const period = search.period ?? board.current?.code;
  return (
    <>
      <PageHead
        title={board.name ?? board.code}
        lead={
          <span className={styles.lead}>
            <Link to="/leaderboards">{words.back}</Link>
            <code>{board.code}</code>
          </span>
        }
      >
        {board.byStore && storeId && (
          <SelectField
            hideLabel
            label={words.store}
            value={storeId}
            onChange={(store) => go({ store })}
            choices={listed.map(({ code, name }) => ({ key: code, label: name }))}
          />
        )}
        {periods.length > 1 && period && (
          <SelectField
            hideLabel
            label={words.period}
            value={period}
            onChange={(next) => go({ period: next === board.current?.code ? undefined : next })}
            choices={periods.map((each) => ({ key: each.code, label: each.code }))}
          />
        )}
      </PageHead>
      {board.byStore && stores.data && !storeId ? (
        <Notice tone="info">{words.noStores}</Notice>
      ) : !period ? (
        <Notice tone="info">{words.between}</Notice>
      ) : (
        (!board.byStore || storeId) && (
          <Places code={board.code} period={period} storeId={board.byStore ? (storeId ?? null) : null} most={Math.min(board.top, PLACES_MAX)} />
        )
      )}
    </>
  );
}

type View = NonNullable<BoardQuery["leaderboard"]>;
type Place = View["entries"][number];

function Places({ most, ...sheet }: { code: string; period: string; storeId: string | null; most: number }) {
  const { leaderboards: words } = useMessages();
  const format = useFormat();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(BoardDocument, { ...sheet, first: Math.min(first, most) }, { keep: true, everyMs: EVERY_MS });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ leaderboard: view }) =>
        view && (
          <Stack>
            {!view.complete && <Notice tone="warn">{words.incomplete}</Notice>}
            <Tiles>
              <Tile
                name={words.period}
                note={words.range(format.day(view.period.firstDay), format.day(view.period.lastDay))}
              >
                {view.period.name ?? view.period.code}
              </Tile>
              <Tile name={words.members}>{format.number(view.members)}</Tile>
              <Tile name={words.state} note={view.asOf && words.asOf(format.dateTime(view.asOf))}>
                <Badge tone={view.complete ? "good" : "warn"} icon={view.complete ? "check" : "clock"}>
                  {view.complete ? (view.period.over ? words.over : words.current) : words.making}
                </Badge>
              </Tile>
            </Tiles>
            <Panel title={words.places} flush>
              {view.entries.length ? (
                <>
                  <Rows places={view.entries} />
                  {first < Math.min(most, view.members) && <More isPending={asked.isFetching} onPress={() => setFirst(most)} />}
                </>
              ) : (
                <Empty icon="leaderboards" title={words.nobody}>
                  {words.nobodyText}
                </Empty>
              )}
            </Panel>
          </Stack>
        )
      }
    </Answered>
  );
}

function Rows({ places }: { places: readonly Place[] }) {
  const { members, leaderboards: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Place>[] = [
    { key: "rank", name: words.columns.rank, cell: ({ rank }) => <strong className={styles.rank}>{format.number(rank)}</strong> },
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId, member }) =>
        memberId ? (
          <Link to="/members/$id" params={{ id: memberId }}>
            {member?.maskedName ?? members.unnamed}
          </Link>
        ) : (
          (member?.maskedName ?? members.unnamed)
        ),
    },
    { key: "score", name: words.columns.score, end: true, named: true, cell: ({ score }) => format.number(score) },
  ];
  return <Table label={words.places} columns={columns} rows={places} keyOf={({ rank }) => String(rank)} />;
}

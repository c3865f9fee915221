import { useState } from "preact/hooks";

import {
  BoardGroupsDocument,
  BoardPageDocument,
  BoardsPageDocument,
  BoardStoresDocument,
  GroupBoardDocument,
  type BoardPlaceFragment,
  type BoardShownFragment,
  type BoardsPageQuery,
} from "../generated/documents.js";
import { periodsUntil, useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Select } from "../parts/Field.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import styles from "./Boards.module.css";

type Board = NonNullable<BoardsPageQuery["leaderboards"]>["edges"][number]["node"];

const PERIODS = 6;

/** A leaderboard: its first places, and the member's own with those around it. */
export function BoardPage({ code }: { code: string }) {
  const { boards } = useMessages();
  const asked = useAsk(BoardsPageDocument, {});
  const board = asked.data?.leaderboards?.edges.find(({ node }) => node.code === code)?.node;
  return (
    <Page title={board?.name ?? boards.title} back="/leaderboards">
      <Loaded asked={asked}>{() => (board ? board.byStore ? <OfStores board={board} /> : <OfPeriods board={board} /> : <Empty>{boards.none}</Empty>)}</Loaded>
    </Page>
  );
}

/** Each store has a leaderboard of its own. */
function OfStores({ board }: { board: Board }) {
  const { boards } = useMessages();
  const asked = useAsk(BoardStoresDocument, {});
  const [chosen, setChosen] = useState("");
  return (
    <Loaded asked={asked}>
      {({ stores }) => {
        const listed = stores?.edges.map(({ node }) => [node.code, node.name] as const) ?? [];
        const storeId = chosen || listed[0]?.[0];
        if (!storeId) return <Empty>{boards.none}</Empty>;
        return (
          <>
            <Select label={boards.store} value={storeId} options={listed} onChange={setChosen} />
            <OfPeriods board={board} storeId={storeId} />
          </>
        );
      }}
    </Loaded>
  );
}

function OfPeriods({ board, storeId }: { board: Board; storeId?: string }) {
  const { boards } = useMessages();
  const [chosen, setChosen] = useState("");
  const { current } = board;
  if (!current) return <Empty>{boards.between}</Empty>;
  const periods = periodsUntil(board.per, current, PERIODS);
  const period = chosen || current.code;
  return (
    <>
      {periods.length > 1 && (
        <Select label={boards.period} value={period} options={periods.map(({ code }) => [code, code] as const)} onChange={setChosen} />
      )}
      <Among board={{ code: board.code, period, storeId: storeId ?? null }} />
    </>
  );
}

interface Sheet {
  code: string;
  period: string;
  storeId: string | null;
}

/** All members, or those of a group that the member is in. */
function Among({ board }: { board: Sheet }) {
  const { boards } = useMessages();
  const format = useFormat();
  const asked = useAsk(BoardGroupsDocument, {});
  const [chosen, setChosen] = useState("");
  const { kinds, memberships } = asked.data?.memberGroups ?? { kinds: [], memberships: [] };
  const groups = memberships.map(({ groupId, kind, number }) => {
    const name = kinds.find(({ code }) => code === kind)?.name ?? kind;
    return [groupId, boards.group(name, format.number(number))] as const;
  });
  return (
    <>
      {groups.length > 0 && <Select label={boards.among} value={chosen} options={[["", boards.everybody], ...groups]} onChange={setChosen} />}
      {chosen ? <OfGroup {...board} groupId={chosen} /> : <Places {...board} />}
    </>
  );
}

function Places(sheet: Sheet) {
  const asked = useAsk(BoardPageDocument, sheet);
  return <Loaded asked={asked}>{({ leaderboard }) => leaderboard && <Shown view={leaderboard} />}</Loaded>;
}

function OfGroup(sheet: Sheet & { groupId: string }) {
  const asked = useAsk(GroupBoardDocument, sheet);
  return <Loaded asked={asked}>{({ groupLeaderboard }) => groupLeaderboard && <Shown view={groupLeaderboard} />}</Loaded>;
}

function Shown({ view }: { view: BoardShownFragment }) {
  const { boards } = useMessages();
  const format = useFormat();
  const { period, entries, me, complete, asOf, members } = view;
  const isAmong = entries.some(({ mine }) => mine);
  return (
    <>
      {!complete && <Notice tone="info">{boards.incomplete}</Notice>}
      <section class={styles["mine"]} aria-label={boards.mine}>
        <span>{period.name ?? boards.days(format.shortDay(period.firstDay), format.shortDay(period.lastDay))}</span>
        <strong>{me ? boards.rank(format.number(me.rank)) : boards.noRank}</strong>
        <span>{me ? boards.of(format.number(me.score), format.number(members)) : boards.noRankText}</span>
      </section>
      <Panel title={boards.first} aside={period.over && <Badge>{boards.over}</Badge>}>
        {entries.length === 0 ? <Empty>{boards.nobody}</Empty> : <List places={entries} />}
      </Panel>
      {me && !isAmong && (
        <Panel title={boards.around}>
          <List places={me.around} />
        </Panel>
      )}
      {asOf && <p class={styles["words"]}>{boards.asOf(format.dateTime(asOf))}</p>}
    </>
  );
}

function List({ places }: { places: readonly BoardPlaceFragment[] }) {
  const { boards } = useMessages();
  const format = useFormat();
  return (
    <ol class={styles["places"]}>
      {places.map(({ rank, score, mine, member }) => (
        <li key={rank} data-mine={mine || undefined}>
          <span>{format.number(rank)}</span>
          <strong>{mine ? boards.me : (member?.maskedName ?? boards.unnamed)}</strong>
          <span>{format.number(score)}</span>
        </li>
      ))}
    </ol>
  );
}

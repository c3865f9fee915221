import { Link } from "@tanstack/react-router";
import { Empty, Notice, Panel, SelectField, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { ClubBoardDocument, ClubBoardsDocument, type ClubBoardQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";

type Place = NonNullable<ClubBoardQuery["groupLeaderboard"]>["entries"][number];

const SCOPE = "points:read";
const FIRST = 10;

/** The first places of a leaderboard among the members of one group, in the period that lasts. */
export function BoardPanel({ groupId, storeId }: { groupId: string; storeId: string | null }) {
  const { clubs } = useMessages();
  const words = clubs.boards;
  const { may } = useSignedIn();
  const [chosen, setChosen] = useState("");
  const asked = useAsk(ClubBoardsDocument, {}, { keep: true, enabled: may(SCOPE) });
  // A board of stores is of the group's own store.
  const boards = asked.data?.data.leaderboards?.edges.map(({ node }) => node).filter(({ byStore, current }) => current && (!byStore || storeId)) ?? [];
  const board = boards.find(({ code }) => code === chosen) ?? boards[0];
  if (!board) return null;
  return (
    <Panel
      title={words.title}
      flush
      actions={
        <SelectField
          hideLabel
          label={words.board}
          value={board.code}
          onChange={setChosen}
          choices={boards.map(({ code, name }) => ({ key: code, label: name ?? code }))}
        />
      }
    >
      <Places code={board.code} groupId={groupId} storeId={board.byStore ? storeId : null} />
    </Panel>
  );
}

function Places(sheet: { code: string; groupId: string; storeId: string | null }) {
  const { clubs } = useMessages();
  const words = clubs.boards;
  const asked = useAsk(ClubBoardDocument, { ...sheet, first: FIRST }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={4} />}>
      {({ groupLeaderboard: view }) =>
        view && (
          <>
            {!view.complete && <Notice tone="warn">{words.incomplete}</Notice>}
            {view.entries.length ? <Rows places={view.entries} /> : <Empty icon="leaderboards" title={words.nobody} />}
          </>
        )
      }
    </Answered>
  );
}

function Rows({ places }: { places: readonly Place[] }) {
  const { clubs, members } = useMessages();
  const words = clubs.boards;
  const format = useFormat();
  const columns: readonly Column<Place>[] = [
    { key: "rank", name: words.rank, cell: ({ rank }) => format.number(rank) },
    {
      key: "member",
      name: words.member,
      cell: ({ memberId, member }) => {
        const name = member?.maskedName ?? members.unnamed;
        return memberId ? (
          <Link to="/members/$id" params={{ id: memberId }}>
            {name}
          </Link>
        ) : (
          name
        );
      },
    },
    { key: "score", name: words.score, end: true, named: true, cell: ({ score }) => <strong>{format.number(score)}</strong> },
  ];
  return <Table label={words.title} columns={columns} rows={places} keyOf={({ rank }) => String(rank)} />;
}

import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Segments, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { BulkRowsDocument, type BulkRowsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { usePreferences } from "../lib/preferences.js";
import { Answered, Lines, More } from "../parts/Page.js";
import styles from "./Bulk.module.css";

type Row = NonNullable<BulkRowsQuery["bulkRows"]>["edges"][number]["node"];
type Show = "ALL" | "REFUSED";

const PAGE = 20;
const PAGE_MAX = 100;
const TONES: Record<string, Tone> = { DONE: "good", REFUSED: "bad" };

/** The rows, or those that were refused, with line, column and reason. */
export function RowsPanel({ fileId }: { fileId: string }) {
  const { bulk: words } = useMessages();
  const [show, setShow] = useState<Show>("REFUSED");
  const [first, setFirst] = useState(PAGE);
  const state = show === "ALL" ? null : ("REFUSED" as const);
  const asked = useAsk(BulkRowsDocument, { id: fileId, first, after: null, state }, { keep: true });
  return (
    <Panel
      flush
      title={words.rows}
      actions={
        <Segments
          label={words.columns.state}
          value={show}
          onChange={setShow}
          choices={[
            { key: "REFUSED", label: words.refused },
            { key: "ALL", label: words.all },
          ]}
        />
      }
    >
      <Answered asked={asked} loading={<Lines count={6} />}>
        {({ bulkRows }) =>
          bulkRows?.edges.length ? (
            <>
              <Rows rows={bulkRows.edges.map(({ node }) => node)} />
              {bulkRows.pageInfo.hasNextPage && first < PAGE_MAX && (
                <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
              )}
            </>
          ) : (
            <Empty icon="check" title={words.noRefusals} />
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { bulk: words } = useMessages();
  const { language } = usePreferences();
  const format = useFormat();
  const columns: readonly Column<Row>[] = [
    { key: "line", name: words.columns.line, end: true, cell: ({ line }) => format.number(line) },
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId, reason }) => (
        <span className={styles.name}>
          {memberId ? (
            <Link to="/members/$id" params={{ id: memberId }}>
              {words.member}
            </Link>
          ) : (
            "–"
          )}
          <span>{reason}</span>
        </span>
      ),
    },
    {
      key: "what",
      name: words.columns.what,
      named: true,
      cell: ({ asset, amount, couponType }) => couponType ?? (asset && amount !== null ? `${format.signed(amount)} ${asset}` : "–"),
    },
    {
      key: "state",
      name: words.columns.state,
      named: true,
      cell: ({ state, wrongColumn, refusalText, message, shortWhenChecked }) => (
        <span className={styles.name}>
          <Badge tone={TONES[state] ?? (shortWhenChecked ? "warn" : "plain")}>
            {state === "CHECKED" && shortWhenChecked ? words.short : (words.rowStates[state] ?? state)}
          </Badge>
          {refusalText && (
            <span>
              {wrongColumn && <code>{wrongColumn}</code>} {refusalText[language]} <small>{message}</small>
            </span>
          )}
        </span>
      ),
    },
  ];
  return <Table label={words.rows} columns={columns} rows={rows} keyOf={({ line }) => String(line)} />;
}

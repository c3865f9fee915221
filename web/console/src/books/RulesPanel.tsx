import { useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Panel, SelectField, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { RulePointsDocument, type RulePointsRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More } from "../parts/Page.js";
import styles from "./Books.module.css";
import { monthsUntil } from "../lib/months.js";

const MONTHS = 24;
const PAGE = 20;
const PAGE_MAX = 100;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const FIGURES = ["issued", "redeemed", "expired", "clawedBack", "other", "outstanding"] as const;

/** What each rule gave in a range of months, and what became of it. */
export function RulesPanel({ thisMonth }: { thisMonth: string }) {
  const { books } = useMessages();
  const format = useFormat();
  const words = books.rules;
  const search = useSearch({ from: "/books" });
  const navigate = useNavigate();
  const [first, setFirst] = useState(PAGE);
  const months = monthsUntil(thisMonth, MONTHS);
  const given = (month: string | undefined) => (month && MONTH.test(month) ? month : thisMonth);
  const until = given(search.until);
  const from = given(search.from) > until ? until : given(search.from);
  const asked = useAsk(RulePointsDocument, { monthFrom: from, monthUntil: until, first }, { keep: true });
  const choices = [...new Set([...months, from, until])].sort().reverse().map((key) => ({ key, label: format.month(key) }));
  return (
    <Panel title={words.title} flush>
      <div className={styles.range}>
        <SelectField
          label={words.from}
          value={from}
          onChange={(next) => void navigate({ to: "/books", search: { from: next, until: next > until ? next : until } })}
          choices={choices}
        />
        <SelectField
          label={words.until}
          value={until}
          onChange={(next) => void navigate({ to: "/books", search: { from: next < from ? next : from, until: next } })}
          choices={choices}
        />
      </div>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {({ ruleTotals }) => (
          <>
            <Rows rows={ruleTotals?.edges.map(({ node }) => node) ?? []} sum={ruleTotals?.sum} />
            {ruleTotals?.pageInfo.hasNextPage && first < PAGE_MAX && (
              <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

interface Row extends RulePointsRowFragment {
  readonly isSum: boolean;
}

function Rows({ rows, sum }: { rows: readonly RulePointsRowFragment[]; sum: RulePointsRowFragment | undefined }) {
  const { books } = useMessages();
  const format = useFormat();
  const words = books.rules;
  if (!rows.length) {
    return (
      <Empty icon="books" title={words.none}>
        {words.noneText}
      </Empty>
    );
  }
  const all: Row[] = [...rows.map((row) => ({ ...row, isSum: false })), ...(sum ? [{ ...sum, isSum: true }] : [])];
  const columns: readonly Column<Row>[] = [
    {
      key: "rule",
      name: words.rule,
      cell: ({ rule, campaigns, isSum }) => (
        <span className={styles.rule}>
          {isSum ? <strong>{words.sum}</strong> : rule === null ? <strong>{words.noRule}</strong> : <code>{rule}</code>}
          {campaigns.length > 0 && <small>{words.campaigns(campaigns.join(", "))}</small>}
        </span>
      ),
    },
    ...FIGURES.map(
      (key): Column<Row> => ({
        key,
        name: books.columns[key],
        end: true,
        named: true,
        cell: (row) => (row.isSum ? <strong>{format.number(row[key])}</strong> : format.number(row[key])),
      }),
    ),
  ];
  return (
    <Table
      label={words.title}
      columns={columns}
      rows={all}
      keyOf={({ rule, campaigns, isSum }) => (isSum ? "sum" : `${rule}/${campaigns.join("/")}`)}
    />
  );
}

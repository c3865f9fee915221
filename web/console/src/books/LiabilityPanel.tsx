import { Bars, Panel, Table, Tile, Tiles, type Column } from "@tessera/kit";

import type { BooksQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Stack } from "../parts/Page.js";
import styles from "./Books.module.css";

type Liability = NonNullable<BooksQuery["liability"]>;
type Month = Liability["breakage"][number];

/** What the brand owes in points: by the month in which they expire, and what became of those of past months. */
export function LiabilityPanel({ liability }: { liability: Liability }) {
  const { books } = useMessages();
  const format = useFormat();
  const words = books.liability;
  const { value, byExpiry, outstanding } = liability;
  const money = (of: Liability["value"]) => of && format.money(of.minorUnits, of.currencyCode);
  const past = liability.breakage.filter(({ issued, redeemed, expired, clawedBack }) => issued || redeemed || expired || clawedBack);
  const columns: readonly Column<Month>[] = [
    { key: "month", name: words.month, cell: ({ month }) => <strong>{format.month(month)}</strong> },
    ...(["issued", "redeemed", "expired", "clawedBack"] as const).map(
      (key): Column<Month> => ({ key, name: books.columns[key], end: true, named: true, cell: (row) => format.number(row[key]) }),
    ),
    { key: "breakage", name: words.breakage, end: true, named: true, cell: ({ breakage }) => format.percent(breakage) },
  ];
  return (
    <Stack>
      <Tiles>
        <Tile name={words.outstanding}>{format.number(outstanding)}</Tile>
        <Tile name={words.value} note={value === null && words.noValue}>
          {money(value) ?? "–"}
        </Tile>
      </Tiles>
      {byExpiry.length > 0 && (
        <Panel title={words.byExpiry}>
          <Bars
            title={words.byExpiry}
            names={[words.month, words.points]}
            value={format.number}
            bars={byExpiry.map(({ month, points }) => ({
              key: month ?? "never",
              name: month ? format.month(month) : words.never,
              value: points,
            }))}
          />
          <p className={styles.hint}>{words.asOf(format.dateTime(liability.asOf))}</p>
        </Panel>
      )}
      {past.length > 0 && (
        <Panel title={words.past} flush>
          <Table label={words.past} columns={columns} rows={past.toReversed()} keyOf={({ month }) => month} />
        </Panel>
      )}
    </Stack>
  );
}

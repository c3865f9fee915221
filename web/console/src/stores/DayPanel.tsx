import { Badge, Button, IconButton, Panel, Table, Tile, Tiles, type Column } from "@tessera/kit";

import type { StoreDayRowFragment, StorePageQuery } from "../generated/documents.js";
import { shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Stores.module.css";

interface Props {
  day: string;
  today: string;
  totals: StorePageQuery["storeTotals"];
  onDay: (day: string) => void;
}

/** What a store gave and took on a day: points by rule and reward, and vouchers. */
export function DayPanel({ day, today, totals, onDay }: Props) {
  const { app, stores } = useMessages();
  const format = useFormat();
  const words = stores.dayOf;
  return (
    <Panel
      title={format.day(day)}
      actions={
        <span className={styles.days}>
          <IconButton icon="back" label={words.before} onPress={() => onDay(shifted(day, -1))} />
          <IconButton icon="chevron" label={words.after} isDisabled={day >= today} onPress={() => onDay(shifted(day, 1))} />
          {day !== today && (
            <Button look="quiet" onPress={() => onDay(today)}>
              {words.today}
            </Button>
          )}
        </span>
      }
    >
      {totals === null ? (
        <p className={styles.soft}>{app.states.away}</p>
      ) : (
        <div className={styles.day}>
          <Tiles>
            <Tile name={words.issued}>{format.number(totals.sum.issued)}</Tile>
            <Tile name={words.redeemed}>{format.number(totals.sum.redeemed)}</Tile>
            <Tile name={words.clawedBack}>{format.number(totals.sum.clawedBack)}</Tile>
            <Tile
              name={words.vouchers}
              note={totals.sum.vouchersReversed > 0 && words.reversed(format.number(totals.sum.vouchersReversed))}
            >
              {format.number(totals.sum.vouchersUsed)}
            </Tile>
          </Tiles>
          <p className={styles.lead}>
            <Badge tone={totals.final ? "good" : "info"} icon={totals.final ? "check" : "clock"}>
              {totals.final ? words.final : words.running}
            </Badge>
            <span>{words.asOf(format.dateTime(totals.asOf))}</span>
          </p>
          {totals.edges.length === 0 ? (
            <p className={styles.soft}>{words.none}</p>
          ) : (
            <Rows rows={totals.edges.map(({ node }) => node)} />
          )}
          {totals.pageInfo.hasNextPage && <p className={styles.soft}>{words.rest}</p>}
        </div>
      )}
    </Panel>
  );
}

function Rows({ rows }: { rows: readonly StoreDayRowFragment[] }) {
  const { stores } = useMessages();
  const format = useFormat();
  const words = stores.dayOf;
  const figure = (key: "issued" | "redeemed" | "clawedBack" | "postings", name: string): Column<StoreDayRowFragment> => ({
    key,
    name,
    end: true,
    named: true,
    cell: (row) => format.number(row[key]),
  });
  const columns: readonly Column<StoreDayRowFragment>[] = [
    {
      key: "of",
      name: words.of,
      cell: ({ rule, reward }) => (rule ?? reward ? <code>{rule ?? reward}</code> : words.others),
    },
    figure("issued", words.issued),
    figure("redeemed", words.redeemed),
    figure("clawedBack", words.clawedBack),
    figure("postings", words.postings),
  ];
  return (
    <div className={styles.wide}>
      <Table label={words.rows} columns={columns} rows={rows} keyOf={({ rule, reward }) => `${rule}/${reward}`} />
    </div>
  );
}

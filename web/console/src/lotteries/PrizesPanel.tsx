import { Badge, Panel, Table, type Column } from "@tessera/kit";

import type { LotteryPrizeFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Lotteries.module.css";
import { deviation } from "./odds.js";

/** Beyond three standard deviations, one in 370 counts is by chance: somebody should look. */
const UNUSUAL = 3;

/** What can be won with which chance, what is left, and what was given beside what the odds say. */
export function PrizesPanel({ prizes, draws }: { prizes: readonly LotteryPrizeFragment[]; draws: number }) {
  const { lotteries: words } = useMessages();
  const format = useFormat();
  const nameOf = (code: string) => prizes.find(({ terms }) => terms.code === code)?.terms.name ?? code;
  const columns: readonly Column<LotteryPrizeFragment>[] = [
    {
      key: "prize",
      name: words.prizes.prize,
      cell: ({ terms, oncePerMember, instead }) => (
        <span className={styles.name}>
          <strong>{terms.name}</strong>
          <span className={styles.soft}>
            {[words.kinds[terms.kind], oncePerMember && words.prizes.once, instead && words.prizes.instead(nameOf(instead))]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </span>
      ),
    },
    {
      key: "odds",
      name: words.prizes.odds,
      end: true,
      named: true,
      cell: ({ oddsPpm }) => words.prizes.ppm(format.number(oddsPpm / 10_000)),
    },
    {
      key: "left",
      name: words.prizes.left,
      end: true,
      named: true,
      cell: ({ left }) =>
        left === null ? (
          words.prizes.unlimited
        ) : left === 0 ? (
          <Badge tone="bad" icon="alert">
            {words.prizes.noneLeft}
          </Badge>
        ) : (
          format.number(left)
        ),
    },
    { key: "given", name: words.prizes.given, end: true, named: true, cell: ({ given }) => format.number(given ?? 0) },
    {
      key: "expected",
      name: words.prizes.expected,
      end: true,
      named: true,
      cell: ({ given, oddsPpm }) => {
        const far = deviation(given ?? 0, draws, oddsPpm);
        return (
          <span className={styles.expected}>
            {format.number(Math.round((draws * oddsPpm) / 100_000) / 10)}
            {far !== undefined && Math.abs(far) > UNUSUAL && (
              <Badge tone="warn" icon="alert">
                {words.prizes.unusual}
              </Badge>
            )}
          </span>
        );
      },
    },
  ];
  return (
    <Panel title={words.prizes.title} flush>
      <Table label={words.prizes.title} columns={columns} rows={prizes} keyOf={({ terms }) => terms.code} />
      <p className={styles.foot}>{words.prizes.note}</p>
    </Panel>
  );
}

import { Badge, Panel, Table, type Column } from "@tessera/kit";

import type { BooksQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";

type Balance = NonNullable<BooksQuery["trialBalance"]>;
type Line = Balance["lines"][number];

/** Every class of accounts; in each asset they sum to nothing, or something is wrong. */
export function BalancePanel({ balance }: { balance: Balance }) {
  const { books } = useMessages();
  const format = useFormat();
  const words = books.balance;
  const wrong = balance.sums.filter(({ sum }) => sum !== 0);
  const columns: readonly Column<Line>[] = [
    {
      key: "class",
      name: words.account,
      cell: ({ accountClass }) => <strong>{words.classes[accountClass] ?? accountClass}</strong>,
    },
    { key: "asset", name: words.asset, cell: ({ asset }) => books.assets[asset] ?? asset },
    { key: "credits", name: words.credits, end: true, named: true, cell: ({ credits }) => format.number(credits) },
    { key: "debits", name: words.debits, end: true, named: true, cell: ({ debits }) => format.number(debits) },
    { key: "balance", name: words.balance, end: true, named: true, cell: (line) => <strong>{format.number(line.balance)}</strong> },
  ];
  return (
    <Panel
      title={words.title}
      flush
      actions={
        wrong.length ? (
          <Badge tone="bad" icon="alert">
            {words.unequal(wrong.map(({ asset, sum }) => `${books.assets[asset] ?? asset} ${format.signed(sum)}`).join(", "))}
          </Badge>
        ) : (
          <Badge tone="good" icon="check">
            {words.equal}
          </Badge>
        )
      }
    >
      <Table
        label={words.title}
        columns={columns}
        rows={balance.lines}
        keyOf={({ accountClass, asset }) => `${accountClass}/${asset}`}
      />
    </Panel>
  );
}

import { Badge, Button, Table, type Column, type Tone } from "@tessera/kit";

import type { CatalogueRewardFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Picture } from "./Picture.js";
import styles from "./Rewards.module.css";
import { stateOf, type StockState } from "./stock.js";

const TONES: Record<StockState, Tone> = { enough: "good", low: "warn", none: "bad" };

/** The catalogue in the order in which members see it. */
export function RewardsTable({
  rewards,
  onRestock,
}: {
  rewards: readonly CatalogueRewardFragment[];
  onRestock: (reward: CatalogueRewardFragment) => void;
}) {
  const { app, rewards: words } = useMessages();
  const format = useFormat();
  const { may } = useSignedIn();
  const mayWrite = may("programmes:write");
  const columns: readonly Column<CatalogueRewardFragment>[] = [
    { key: "reward", name: words.columns.reward, cell: (reward) => <Named reward={reward} /> },
    { key: "price", name: words.columns.price, cell: (reward) => <Price reward={reward} /> },
    { key: "stock", name: words.columns.stock, named: true, cell: (reward) => <Stock reward={reward} /> },
    {
      key: "redeemed",
      name: words.columns.redeemed,
      end: true,
      named: true,
      cell: ({ redeemedCount }) => format.number(redeemedCount),
    },
    {
      key: "do",
      name: words.columns.actions,
      end: true,
      cell: (reward) =>
        reward.stock !== null && (
          <Button
            isDisabled={!mayWrite}
            aria-label={mayWrite ? words.restockOf(reward.name) : `${words.restock}: ${app.states.needs("programmes:write")}`}
            onPress={() => onRestock(reward)}
          >
            {words.restock}
          </Button>
        ),
    },
  ];
  return <Table label={words.catalogue} columns={columns} rows={rewards} keyOf={({ code }) => code} />;
}

function Named({ reward }: { reward: CatalogueRewardFragment }) {
  const { rewards: words } = useMessages();
  const kinds: Record<string, string> = words.kinds;
  return (
    <span className={styles.reward}>
      <Picture images={reward.images} name={reward.name} />
      <span className={styles.text}>
        <strong>{reward.name}</strong>
        {reward.description && <span className={styles.more}>{reward.description}</span>}
        <span className={styles.badges}>
          <code>{reward.code}</code>
          <span>{kinds[reward.kind] ?? reward.kind}</span>
          {reward.category && <span>{reward.category.name}</span>}
          {reward.minTier && <Badge tone="accent">{words.from(reward.minTier.name)}</Badge>}
          {reward.immediate && <Badge>{words.immediate}</Badge>}
        </span>
      </span>
    </span>
  );
}

function Price({ reward }: { reward: CatalogueRewardFragment }) {
  const { books, rewards: words } = useMessages();
  const format = useFormat();
  return (
    <span className={styles.text}>
      {reward.prices.map(({ asset, amount }) => (
        <span key={asset}>
          <strong>{format.number(amount)}</strong> {books.assets[asset] ?? asset}
        </span>
      ))}
      {reward.listPriceMinor !== null && reward.listPriceCurrency !== null && (
        <span className={styles.more}>{words.worth(format.money(reward.listPriceMinor, reward.listPriceCurrency))}</span>
      )}
    </span>
  );
}

function Stock({ reward }: { reward: CatalogueRewardFragment }) {
  const { rewards: words } = useMessages();
  const format = useFormat();
  const periods: Record<string, string> = words.periods;
  const state = stateOf(reward);
  return (
    <span className={`${styles.text} ${styles.cell}`}>
      {state ? (
        <span className={styles.badges}>
          <strong>{format.number(reward.stock ?? 0)}</strong>
          <Badge tone={TONES[state]} icon={state === "enough" ? "check" : "alert"}>
            {words.states[state]}
          </Badge>
        </span>
      ) : (
        <span>{words.unlimited}</span>
      )}
      {reward.limitsForAll.map(({ per, times, remaining }) => (
        <span key={per} className={styles.more}>
          {words.limit(periods[per] ?? per, format.number(remaining), format.number(times))}
        </span>
      ))}
    </span>
  );
}

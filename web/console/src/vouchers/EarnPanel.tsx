import { Button, Empty, Panel, TextField } from "@tessera/kit";
import { useState } from "react";

import { BasketWouldEarnDocument, DeskCurrencyDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { minorOf } from "./minor.js";
import styles from "./Vouchers.module.css";

const MEMBER_MAX = 128;
const NAME_MAX = 64;
const SUM_MAX = 20;
const GOODS_MAX = 20;

interface Goods {
  readonly sku: string;
  readonly series: string;
  readonly pieces: string;
  readonly sum: string;
}

interface Order {
  readonly orderId: string;
  readonly currencyCode: string;
  readonly totalMinor: number;
  readonly lines: readonly {
    readonly lineId: string;
    readonly sku: string | null;
    readonly series: string | null;
    readonly quantity: number;
    readonly amountMinor: number;
  }[];
}

const NOTHING: Goods = { sku: "", series: "", pieces: "1", sum: "" };

/** What a basket would earn for a member by the programme in force, rule by rule; nothing is written. */
export function EarnPanel({ storeId }: { storeId: string }) {
  const currency = useAsk(DeskCurrencyDocument, {}).data?.data.viewer?.currencyCode;
  return currency ? <Basket currency={currency} storeId={storeId} /> : null;
}

function Basket({ currency, storeId }: { currency: string; storeId: string }) {
  const { vouchers } = useMessages();
  const words = vouchers.earn;
  const [member, setMember] = useState("");
  const [goods, setGoods] = useState<readonly Goods[]>([NOTHING]);
  const [asked, setAsked] = useState<{ memberId: string; order: Order }>();
  const order = orderOf(goods, currency);
  const change = (at: number, part: Partial<Goods>) =>
    setGoods(goods.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <Panel title={words.title}>
      <p className={styles.hint}>{words.lead}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (order && member.trim()) setAsked({ memberId: member.trim(), order });
        }}
      >
        <TextField label={words.member} value={member} onChange={setMember} maxLength={MEMBER_MAX} />
        {goods.map(({ sku, series, pieces, sum }, at) => (
          <div key={at} className={styles.refund}>
            <TextField label={words.sku(at + 1)} value={sku} onChange={(next) => change(at, { sku: next })} maxLength={NAME_MAX} />
            <TextField label={words.series(at + 1)} value={series} onChange={(next) => change(at, { series: next })} maxLength={NAME_MAX} />
            <TextField
              label={words.pieces(at + 1)}
              inputMode="numeric"
              value={pieces}
              onChange={(next) => change(at, { pieces: next })}
              maxLength={SUM_MAX}
            />
            <TextField label={words.sum(at + 1, currency)} value={sum} onChange={(next) => change(at, { sum: next })} maxLength={SUM_MAX} />
          </div>
        ))}
        <div className={styles.earnActions}>
          <Button isDisabled={goods.length >= GOODS_MAX} onPress={() => setGoods([...goods, NOTHING])}>
            {words.more}
          </Button>
          <Button type="submit" isDisabled={!order || !member.trim()}>
            {words.look}
          </Button>
        </div>
      </form>
      {asked && <Earned key={JSON.stringify(asked)} {...asked} storeId={storeId} />}
    </Panel>
  );
}

function Earned({ memberId, order, storeId }: { memberId: string; order: Order; storeId: string }) {
  const { vouchers, books } = useMessages();
  const words = vouchers.earn;
  const format = useFormat();
  const activity = { memberId, type: "ORDER" as const, channel: "pos", storeId: storeId || null, order };
  const asked = useAsk(BasketWouldEarnDocument, { activity }, { fresh: true });
  return (
    <Answered asked={asked} loading={<Lines count={3} />}>
      {({ previewAward }) =>
        previewAward?.awards.length ? (
          <>
            {previewAward.explanation && <p className={styles.explained}>{previewAward.explanation}</p>}
            <dl className={styles.paid}>
              {previewAward.awards.map(({ rule, asset, amount, base, multiplier, capped }) => (
                <Award
                  key={`${rule.code}/${asset}`}
                  name={rule.name}
                  amount={words.amount(format.number(amount), books.assets[asset] ?? asset)}
                  how={[
                    // The line above tells the base with its fraction, where there is one.
                    ...(multiplier === 1 || previewAward.explanation ? [] : [words.times(format.number(base), String(multiplier))]),
                    ...(capped > 0 ? [words.capped(format.number(capped))] : []),
                  ]}
                />
              ))}
            </dl>
          </>
        ) : (
          <Empty icon="voucher" title={words.none}>
            {words.noneText}
          </Empty>
        )
      }
    </Answered>
  );
}

function Award({ name, amount, how }: { name: string; amount: string; how: readonly string[] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <strong>{amount}</strong>
        {how.map((each) => ` · ${each}`)}
      </dd>
    </>
  );
}

/** The order of these goods; undefined while one of them has no price or no pieces. */
export function orderOf(goods: readonly Goods[], currencyCode: string): Order | undefined {
  const lines = [];
  for (const [at, { sku, series, pieces, sum }] of goods.entries()) {
    const quantity = /^[1-9]\d{0,5}$/.test(pieces.trim()) ? Number(pieces) : 0;
    const amountMinor = minorOf(sum, currencyCode);
    if (!quantity || !amountMinor) return undefined;
    lines.push({ lineId: String(at + 1), sku: sku.trim() || null, series: series.trim() || null, quantity, amountMinor });
  }
  const totalMinor = lines.reduce((before, line) => before + line.amountMinor, 0);
  return { orderId: "preview", currencyCode, totalMinor, lines };
}

import { Button, Notice, Panel, TextField } from "@tessera/kit";
import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { DeskCurrencyDocument, RefundAtDeskDocument, type DeskRefundFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { minorOf } from "./minor.js";
import styles from "./Vouchers.module.css";

const ID_MAX = 128;
const CHANNEL_MAX = 32;
const IN_MONEY = ["spend", "ltv"];

interface Asked {
  readonly memberId: string;
  readonly channel: string;
  readonly orderId: string;
  readonly totalMinor: number;
}

/** What a refund would take and give back, and the tier it would lower. The till that pays the money back records it. */
export function RefundPanel() {
  const currency = useAsk(DeskCurrencyDocument, {}).data?.data.viewer?.currencyCode;
  return currency ? <Trial currency={currency} /> : null;
}

function Trial({ currency }: { currency: string }) {
  const { vouchers } = useMessages();
  const words = vouchers.refund;
  const [member, setMember] = useState("");
  const [channel, setChannel] = useState("pos");
  const [order, setOrder] = useState("");
  const [sum, setSum] = useState("");
  const [asked, setAsked] = useState<Asked>();
  const totalMinor = minorOf(sum, currency);
  const isWhole = Boolean(member.trim() && channel.trim() && order.trim() && totalMinor);
  return (
    <Panel title={words.title}>
      <p className={styles.hint}>{words.lead}</p>
      <form
        className={styles.refund}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole && totalMinor) {
            setAsked({ memberId: member.trim(), channel: channel.trim(), orderId: order.trim(), totalMinor });
          }
        }}
      >
        <TextField label={words.member} value={member} onChange={setMember} maxLength={ID_MAX} />
        <TextField label={words.channel} value={channel} onChange={setChannel} maxLength={CHANNEL_MAX} />
        <TextField label={words.order} value={order} onChange={setOrder} maxLength={ID_MAX} />
        <TextField label={words.sum(currency)} value={sum} onChange={setSum} maxLength={20} />
        <Button type="submit" isDisabled={!isWhole}>
          {words.look}
        </Button>
      </form>
      {asked && <Told key={JSON.stringify(asked)} asked={asked} currency={currency} />}
    </Panel>
  );
}

function Told({ asked: { memberId, ...order }, currency }: { asked: Asked; currency: string }) {
  const refund = { memberId, type: "REFUND" as const, order: { ...order, currencyCode: currency } };
  const told = useAsk(RefundAtDeskDocument, { refund }, { fresh: true });
  return (
    <Answered asked={told} loading={<Lines count={4} />}>
      {({ previewRefund }) => previewRefund && <Preview preview={previewRefund} currency={currency} memberId={memberId} />}
    </Answered>
  );
}

function Preview({ preview, currency, memberId }: { preview: DeskRefundFragment; currency: string; memberId: string }) {
  const { vouchers, books } = useMessages();
  const words = vouchers.refund;
  const format = useFormat();
  const { clawbacks, returned, givenCoupons, tiers } = preview;
  const counted = (basis: string, amount: number) =>
    IN_MONEY.includes(basis) ? format.money(amount, currency) : format.number(amount);
  return (
    <>
      <dl className={styles.paid}>
        {clawbacks.map(({ asset, taken, forgiven, availableAfter }) => (
          <Fact key={asset} name={books.assets[asset] ?? asset}>
            <strong>{words.taken(format.number(taken))}</strong>
            {forgiven > 0 && ` · ${words.forgiven(format.number(forgiven))}`}
            {` · ${words.left(format.number(availableAfter))}`}
          </Fact>
        ))}
        {returned && (
          <Fact name={words.back}>
            {words.gaveBack(format.number(returned.points), format.number(returned.couponIds.length))}
          </Fact>
        )}
        {givenCoupons.map(({ couponId, type, revoked, notRecoverableMinor }) => (
          <Fact key={couponId} name={words.coupon(type)}>
            {revoked ? words.revoked : words.lost(format.money(notRecoverableMinor, currency))}
          </Fact>
        ))}
        {tiers?.ladders.map(({ ladder, before, after, basis, countedBefore, countedAfter, reach }) => (
          <Fact key={ladder.code} name={ladder.name}>
            <strong>{before.code === after.code ? words.stays(before.name) : words.falls(before.name, after.name)}</strong>
            {` · ${words.counted(counted(basis, countedBefore), counted(basis, countedAfter), counted(basis, reach))}`}
          </Fact>
        ))}
      </dl>
      {clawbacks.some(({ availableAfter }) => availableAfter < 0) && <Notice tone="warn">{words.debt}</Notice>}
      {tiers?.orderAwaited && <Notice tone="warn">{words.awaited}</Notice>}
      <p className={styles.hint}>
        {words.till} <Link to="/members/$id" params={{ id: memberId }} search={{ show: "record" }}>{words.why}</Link>
      </p>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

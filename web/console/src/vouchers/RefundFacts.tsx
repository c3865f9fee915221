import { Notice } from "@tessera/kit";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { DeskRefundFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Vouchers.module.css";

const IN_MONEY = ["spend", "ltv"];

/** All that a refund would take and give back, and the tiers that it would lower. */
export function RefundFacts({ preview, currency, memberId }: { preview: DeskRefundFragment; currency: string; memberId: string }) {
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
        <Link to="/members/$id" params={{ id: memberId }} search={{ show: "record" }}>
          {words.why}
        </Link>
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

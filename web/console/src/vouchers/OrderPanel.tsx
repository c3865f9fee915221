import { Button, Empty, Panel, TextField } from "@tessera/kit";
import { useState, type ReactNode } from "react";

import { OrderAtDeskDocument, type DeskOrderFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { soldOf } from "./sold.js";
import styles from "./Vouchers.module.css";

const CHANNEL_MAX = 32;
const ORDER_MAX = 128;

/** Why an order was paid as it was, and what refunds gave back: found by its channel and number. */
export function OrderPanel() {
  const { vouchers } = useMessages();
  const words = vouchers.order;
  const [channel, setChannel] = useState("pos");
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState<{ channel: string; orderId: string }>();
  return (
    <Panel title={words.title}>
      <form
        className={styles.order}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ channel: channel.trim(), orderId: typed.trim() });
        }}
      >
        <TextField label={words.channel} value={channel} onChange={setChannel} maxLength={CHANNEL_MAX} />
        <TextField label={words.number} value={typed} onChange={setTyped} maxLength={ORDER_MAX} />
        <Button type="submit" isDisabled={!channel.trim() || !typed.trim()}>
          {vouchers.look}
        </Button>
      </form>
      {asked && <Found key={`${asked.channel}/${asked.orderId}`} {...asked} />}
    </Panel>
  );
}

function Found(order: { channel: string; orderId: string }) {
  const { vouchers } = useMessages();
  const asked = useAsk(OrderAtDeskDocument, order);
  return (
    <Answered asked={asked} loading={<Lines count={4} />}>
      {({ orderBasket }) =>
        orderBasket ? (
          <Paid order={orderBasket} />
        ) : (
          <Empty icon="voucher" title={vouchers.order.none}>
            {vouchers.order.noneText}
          </Empty>
        )
      }
    </Answered>
  );
}

function Paid({ order: { basket, lots, refundedLines } }: { order: DeskOrderFragment }) {
  const { vouchers } = useMessages();
  const words = vouchers.order;
  const format = useFormat();
  const money = (minor: number) => format.money(minor, basket.currency);
  const sold = soldOf(basket.quote);
  const isBack = basket.refundedMinor > 0 || basket.returnedPoints > 0 || basket.returnedCouponIds.length > 0;
  return (
    <dl className={styles.paid}>
      <Fact name={words.member}>
        <code>{basket.memberId}</code>
      </Fact>
      <Fact name={words.at}>{format.dateTime(basket.createdAt)}</Fact>
      <Fact name={words.price}>{money(sold.amount)}</Fact>
      {sold.off > 0 && <Fact name={words.off}>{money(-sold.off)}</Fact>}
      {basket.quote.coupons.map(({ couponId, type, discountMinor }) => (
        <dd key={couponId}>{words.coupon(type, money(discountMinor))}</dd>
      ))}
      {sold.points > 0 && <Fact name={words.points}>{words.pays(format.number(sold.points), money(sold.pointsPay))}</Fact>}
      {basket.quote.shippingMinor > 0 && <Fact name={words.shipping}>{money(basket.quote.shippingMinor)}</Fact>}
      <Fact name={words.paid}>
        <strong>{money(sold.paid)}</strong>
      </Fact>
      {lots.length > 0 && <dt>{words.lots}</dt>}
      {lots.map(({ points, expiresAt, returned }, index) => (
        <dd key={index}>
          {expiresAt ? words.lot(format.number(points), format.date(expiresAt)) : words.lotEver(format.number(points))}
          {returned > 0 && ` · ${words.lotBack(format.number(returned))}`}
        </dd>
      ))}
      {isBack && (
        <Fact name={words.back}>
          <strong>{words.gaveBack(money(basket.refundedMinor), format.number(basket.returnedPoints))}</strong>
          {basket.returnedCouponIds.length > 0 && ` · ${words.coupons(format.number(basket.returnedCouponIds.length))}`}
        </Fact>
      )}
      {refundedLines.map(({ lineId, quantity, amountMinor }) => (
        <dd key={lineId}>{words.line(lineId, format.number(quantity), money(amountMinor))}</dd>
      ))}
    </dl>
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

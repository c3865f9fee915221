import { Button, Notice, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { RefundAtDeskDocument, RefundOrderDocument, type OrderToRefundFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import { goingBack, type GoingBack } from "./goingBack.js";
import { RefundFacts } from "./RefundFacts.js";
import styles from "./Vouchers.module.css";

const SUM_MAX = 20;
const REASON_MIN = 4;
const REASON_MAX = 500;

/** Chooses what goes back of an order, tries it, and records it with a reason. */
export function RefundForm({ order, storeId }: { order: OrderToRefundFragment; storeId: string }) {
  const { vouchers, books } = useMessages();
  const words = vouchers.refund;
  const format = useFormat();
  const [pieces, setPieces] = useState<Record<string, string>>({});
  const [sum, setSum] = useState("");
  const [tried, setTried] = useState<GoingBack>();
  const money = (minor: number) => format.money(minor, order.currencyCode);
  const back = goingBack(order, pieces, sum);
  const isNothingLeft = order.leftMinor === 0 && order.lines.every(({ leftQuantity }) => leftQuantity === 0);
  return (
    <>
      <p className={styles.hint}>{words.state(money(order.totalMinor), money(order.refundedMinor), money(order.leftMinor))}</p>
      {isNothingLeft ? (
        <Notice tone="info">{words.nothingLeft}</Notice>
      ) : (
        <form
          className={styles.refund}
          onSubmit={(event) => {
            event.preventDefault();
            setTried(back);
          }}
        >
          {order.lines.map(({ lineId, sku, quantity, amountMinor, leftQuantity, leftMinor, earned }) => (
            <TextField
              key={lineId}
              label={words.pieces(sku ?? lineId)}
              inputMode="numeric"
              isDisabled={leftQuantity === 0}
              value={pieces[lineId] ?? ""}
              placeholder="0"
              maxLength={SUM_MAX}
              onChange={(typed) => {
                setPieces({ ...pieces, [lineId]: typed });
                setTried(undefined);
              }}
              hint={[
                words.line(format.number(quantity), money(amountMinor), format.number(leftQuantity), money(leftMinor)),
                ...earned.map(({ asset, amount }) => words.earned(books.assets[asset] ?? asset, format.number(amount))),
              ].join(" · ")}
            />
          ))}
          {order.lines.length === 0 && (
            <TextField
              label={words.sum(order.currencyCode)}
              value={sum}
              maxLength={SUM_MAX}
              onChange={(typed) => {
                setSum(typed);
                setTried(undefined);
              }}
            />
          )}
          <Button type="submit" isDisabled={!back}>
            {back ? words.try(money(back.totalMinor)) : words.look}
          </Button>
        </form>
      )}
      {tried && (
        <Tried
          key={JSON.stringify(tried)}
          order={order}
          back={tried}
          storeId={storeId}
          onDone={() => {
            setTried(undefined);
            setPieces({});
            setSum("");
          }}
        />
      )}
    </>
  );
}

interface TriedProps {
  order: OrderToRefundFragment;
  back: GoingBack;
  storeId: string;
  onDone: () => void;
}

function Tried({ order: { memberId, channel, orderId, currencyCode }, back, storeId, onDone }: TriedProps) {
  const { vouchers } = useMessages();
  const words = vouchers.refund;
  const format = useFormat();
  const [reason, setReason] = useState("");
  const order = { channel, orderId, currencyCode, ...back };
  const told = useAsk(RefundAtDeskDocument, { refund: { memberId, type: "REFUND" as const, order } }, { fresh: true });
  const wish = useWish(RefundOrderDocument, "refund");
  const money = format.money(back.totalMinor, currencyCode);
  const record = async () => {
    const input = { memberId, order, storeId: storeId || null, reason: reason.trim() };
    const outcome = await wish.run(input).catch(() => undefined);
    if (outcome && "done" in outcome) {
      toast(words.recorded(money));
      onDone();
    }
  };
  return (
    <Answered asked={told} loading={<Lines count={4} />}>
      {({ previewRefund }) =>
        previewRefund && (
          <>
            <RefundFacts preview={previewRefund} currency={currencyCode} memberId={memberId} />
            <TextField
              lines
              label={words.reason}
              hint={words.reasonHint}
              value={reason}
              onChange={setReason}
              maxLength={REASON_MAX}
            />
            <WishProblem said={wish.said} error={wish.error} />
            <div className={styles.actions}>
              <Button
                look="primary"
                icon="check"
                isDisabled={reason.trim().length < REASON_MIN}
                isPending={wish.isPending}
                onPress={() => void record()}
              >
                {words.record(money)}
              </Button>
            </div>
          </>
        )
      }
    </Answered>
  );
}

import { Button, Empty, Panel, TextField } from "@tessera/kit";
import { useState } from "react";

import { OrderToRefundDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import { RefundForm } from "./RefundForm.js";
import styles from "./Vouchers.module.css";

const ORDER_MAX = 128;
const CHANNEL_MAX = 32;

/** Finds an order by its channel and number, and records what goes back of it. */
export function RefundPanel({ storeId }: { storeId: string }) {
  const { vouchers } = useMessages();
  const words = vouchers.refund;
  const [channel, setChannel] = useState("pos");
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState<{ channel: string; orderId: string }>();
  return (
    <Panel title={words.title}>
      <p className={styles.hint}>{words.lead}</p>
      <form
        className={styles.order}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({ channel: channel.trim(), orderId: typed.trim() });
        }}
      >
        <TextField label={words.channel} value={channel} onChange={setChannel} maxLength={CHANNEL_MAX} />
        <TextField label={words.order} value={typed} onChange={setTyped} maxLength={ORDER_MAX} />
        <Button type="submit" isDisabled={!channel.trim() || !typed.trim()}>
          {vouchers.look}
        </Button>
      </form>
      {asked && <Found key={`${asked.channel}/${asked.orderId}`} order={asked} storeId={storeId} />}
    </Panel>
  );
}

function Found({ order, storeId }: { order: { channel: string; orderId: string }; storeId: string }) {
  const { vouchers } = useMessages();
  const asked = useAsk(OrderToRefundDocument, order);
  return (
    <Answered asked={asked} loading={<Lines count={4} />}>
      {(found) =>
        found.order ? (
          <RefundForm order={found.order} storeId={storeId} />
        ) : (
          <Empty icon="voucher" title={vouchers.refund.none}>
            {vouchers.refund.noneText}
          </Empty>
        )
      }
    </Answered>
  );
}

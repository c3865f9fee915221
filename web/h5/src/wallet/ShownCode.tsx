import { useEffect } from "preact/hooks";

import { ShownVoucherDocument } from "../generated/documents.js";
import { useApi, useAsk } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Button } from "../parts/Button.js";
import { Notice } from "../parts/Page.js";
import { Sheet } from "../parts/Sheet.js";
import { grouped } from "./code.js";
import styles from "./Wallet.module.css";

/** A code for a till; of a voucher with its redemption, so that the page sees the till take it. */
export interface Shown {
  readonly name: string;
  readonly code: string;
  readonly redemptionId?: string;
}

const LOOK_EVERY_MS = 4_000;

export function ShownCode({ shown, onClose }: { shown: Shown; onClose: () => void }) {
  const { app, wallet } = useMessages();
  const { name, code, redemptionId } = shown;
  return (
    <Sheet
      title={name}
      onClose={onClose}
      actions={
        <Button look="soft" wide onPress={onClose}>
          {app.close}
        </Button>
      }
    >
      <p class={styles["code"]}>{grouped(code)}</p>
      {redemptionId ? <Taken redemptionId={redemptionId} /> : <p class={styles["hint"]}>{wallet.toTill}</p>}
    </Sheet>
  );
}

function Taken({ redemptionId }: { redemptionId: string }) {
  const { wallet } = useMessages();
  const { data } = useAsk(ShownVoucherDocument, { id: redemptionId }, LOOK_EVERY_MS);
  const { answers } = useApi();
  const state = data?.redemption?.voucher?.state ?? "ISSUED";
  // The wallet behind it would go on showing a code that is used up.
  useEffect(() => {
    if (state !== "ISSUED") answers.refresh();
  }, [answers, state]);
  if (state === "ISSUED") return <p class={styles["hint"]}>{wallet.toTill}</p>;
  return <Notice>{wallet.voucherStates[state] ?? state}</Notice>;
}

import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { RevokeCouponDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 200;

/** Takes a coupon back that nobody used, for a reason that is kept. */
export function RevokeDialog({ coupon, onClose }: { coupon: { readonly id: string; readonly name: string }; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.coupons;
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(RevokeCouponDocument, "revoke");
  const short = reason.trim().length < REASON_MIN;
  const revoke = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ couponId: coupon.id, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.revoked(coupon.name));
    onClose();
  };
  return (
    <Dialog isOpen title={words.revokeOf(coupon.name)} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void revoke();
        }}
      >
        <TextField
          autoFocus
          label={words.reason}
          hint={words.reasonHint}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          error={tried && short ? words.reasonShort : ""}
        />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {wish.isPaused ? app.states.paused : words.revoke}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

import { Button, Dialog, SelectField, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { CouponsToGrantDocument, GrantCouponDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 200;

interface Type {
  readonly code: string;
  readonly name: string;
  readonly conditions: string;
}

/** Gives the member a coupon of a type, for a reason that is kept. */
export function GrantDialog({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { members } = useMessages();
  const asked = useAsk(CouponsToGrantDocument, {});
  return (
    <Dialog isOpen title={members.coupons.grantTitle} onClose={onClose}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ couponTypes }) => (
          <Grant memberId={memberId} types={couponTypes?.edges.map(({ node }) => node) ?? []} onClose={onClose} />
        )}
      </Answered>
    </Dialog>
  );
}

function Grant({ memberId, types, onClose }: { memberId: string; types: readonly Type[]; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.coupons;
  const [code, setCode] = useState(types[0]?.code ?? "");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(GrantCouponDocument, "grant");
  const short = reason.trim().length < REASON_MIN;
  const type = types.find((each) => each.code === code);
  const grant = async () => {
    setTried(true);
    if (short || !type || wish.isPending) return;
    const outcome = await wish.run({ memberId, couponType: type.code, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.granted(type.name));
    onClose();
  };
  if (!type) return <p className={styles.hint}>{words.noTypes}</p>;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void grant();
      }}
    >
      <SelectField
        label={words.type}
        value={code}
        onChange={setCode}
        choices={types.map((each) => ({ key: each.code, label: each.name }))}
      />
      <p className={styles.hint}>{type.conditions}</p>
      <TextField
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
          {wish.isPaused ? app.states.paused : words.grant}
        </Button>
      </div>
    </form>
  );
}

import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { AdjustPointsDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import { amountOf } from "./amount.js";
import type { Member } from "./MemberPage.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 200;

/** Adds points or takes them; the services decide whether a second person has to approve. */
export function AdjustDialog({ member, isOpen, onClose }: { member: Member; isOpen: boolean; onClose: () => void }) {
  const { app, members } = useMessages();
  const format = useFormat();
  const words = members.adjusting;
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(AdjustPointsDocument, "adjust");
  const amount = amountOf(typed);
  const short = reason.trim().length < REASON_MIN;
  const close = () => {
    wish.reset();
    setTyped("");
    setReason("");
    setTried(false);
    onClose();
  };
  const submit = async () => {
    setTried(true);
    if (amount === undefined || short || wish.isPending) return;
    const outcome = await wish.run({ memberId: member.id, amount, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    const { approval, points } = outcome.done;
    if (approval) toast(words.asked, "info");
    else toast(words.done(format.signed(amount), format.number(points?.available ?? 0)));
    close();
  };
  return (
    <Dialog title={words.title} isOpen={isOpen} onClose={close}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={styles.hint}>{words.lead(member.name || members.unnamed)}</p>
        <TextField
          autoFocus
          label={words.amount}
          value={typed}
          onChange={setTyped}
          maxLength={12}
          error={tried && amount === undefined ? words.amountWrong : ""}
          hint={
            amount !== undefined && member.points
              ? words.after(format.number(member.points.available + amount))
              : words.amountHint
          }
        />
        <TextField
          label={words.reason}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          hint={words.reasonHint}
          error={tried && short ? words.reasonShort : ""}
        />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={close}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {wish.isPaused ? app.states.paused : words.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

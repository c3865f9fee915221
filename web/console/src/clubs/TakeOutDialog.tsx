import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { TakeOutOfGroupDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import type { Act } from "./MemberRows.js";

const REASON_MIN = 4;
const REASON_MAX = 500;

/** Asks before a member is taken out of the group. */
export function TakeOutDialog({ groupId, act: { row, name }, onClose }: { groupId: string; act: Act; onClose: () => void }) {
  const { app, clubs } = useMessages();
  const words = clubs.out;
  const wish = useWish(TakeOutOfGroupDocument, "group-out");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const short = reason.trim().length < REASON_MIN;
  const takeOut = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ groupId, memberId: row.memberId, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done(name));
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={words.of(name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button look="danger" isPending={wish.isPending} onPress={() => void takeOut()}>
            {wish.isPaused ? app.states.paused : words.title}
          </Button>
        </>
      }
    >
      <p>{words.text}</p>
      <TextField
        label={clubs.role.reason}
        value={reason}
        onChange={setReason}
        maxLength={REASON_MAX}
        hint={clubs.role.reasonHint}
        error={tried && short ? clubs.role.short : ""}
      />
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}

import { Button, Dialog, SelectField, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { SetGroupRoleDocument } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Clubs.module.css";
import type { Act } from "./MemberRows.js";

const ROLES = ["MEMBER", "ASSISTANT", "OWNER"] as const;
const REASON_MIN = 4;
const REASON_MAX = 500;

/** A role for a member of the group, with the reason that stays. */
export function RoleDialog({ groupId, act: { row, name }, onClose }: { groupId: string; act: Act; onClose: () => void }) {
  const { app, clubs } = useMessages();
  const words = clubs.role;
  const [role, setRole] = useState<(typeof ROLES)[number]>(ROLES.find((each) => each === row.role) ?? "MEMBER");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(SetGroupRoleDocument, "group-role");
  const short = reason.trim().length < REASON_MIN;
  const save = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ groupId, memberId: row.memberId, role, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done(name, clubs.roles[role] ?? role));
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
          <Button look="primary" isDisabled={role === row.role} isPending={wish.isPending} onPress={() => void save()}>
            {wish.isPaused ? app.states.paused : words.title}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{words.text}</p>
        <SelectField label={words.role} value={role} onChange={setRole} choices={ROLES.map((key) => ({ key, label: clubs.roles[key] ?? key }))} />
        <TextField label={words.reason} hint={words.reasonHint} value={reason} onChange={setReason} maxLength={REASON_MAX} error={tried && short ? words.short : ""} />
        <WishProblem said={wish.said} error={wish.error} />
      </div>
    </Dialog>
  );
}

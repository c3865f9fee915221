import { Button, Dialog, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { EnrolMemberDocument, type IdentityKind } from "../generated/documents.js";
import { useWish } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { written, type Kind } from "../parts/identity.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

/** Enrols the person who was looked for and not found; `onDone` gets the member, new or found. */
export function EnrolDialog({
  kind,
  q,
  onClose,
  onDone,
}: {
  kind: Exclude<Kind, "MEMBER_ID">;
  q: string;
  onClose: () => void;
  onDone: (memberId: string) => void;
}) {
  const { app, members } = useMessages();
  const words = members.enrol;
  const [value, setValue] = useState(q);
  const [name, setName] = useState("");
  const [inviteCode, setInviteCode] = useState("");
  const wish = useWish(EnrolMemberDocument, "enrol");
  const enrol = async () => {
    if (!value.trim() || wish.isPending) return;
    const identities = [{ kind: kind as IdentityKind, value: written(kind, value) }];
    const outcome = await wish.run({ identities, name: name.trim(), inviteCode: inviteCode.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    const { created, inviteRefusal, member } = outcome.done;
    toast(created ? (inviteRefusal ? words.inviteNot : words.done) : words.found);
    if (member) onDone(member.id);
    else onClose();
  };
  return (
    <Dialog isOpen stays title={words.title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void enrol();
        }}
      >
        <p>{words.text}</p>
        <TextField label={words.identity(members.kinds[kind] ?? kind)} value={value} onChange={setValue} maxLength={128} isRequired />
        <TextField autoFocus label={words.name} value={name} onChange={setName} maxLength={64} />
        <TextField label={words.invite} value={inviteCode} onChange={setInviteCode} maxLength={32} />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending}>
            {words.run}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

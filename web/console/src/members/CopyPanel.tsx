import { Button, Dialog, Panel, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { useMemberExport } from "../lib/apiFiles.js";
import { useMessages } from "../lib/messages.js";
import { saveFile } from "../lib/saveFile.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 500;

/** All that is kept of the member, as a file for them; the audit log keeps who got it, and why. */
export function CopyPanel({ memberId }: { memberId: string }) {
  const { members } = useMessages();
  const words = members.copy;
  const { may, stores } = useSignedIn();
  const [asking, setAsking] = useState(false);
  if (!may("pii:read") || stores) return null;
  return (
    <Panel title={words.title}>
      <p className={styles.hint}>{words.means}</p>
      <div className={styles.formActions}>
        <Button onPress={() => setAsking(true)}>{words.get}</Button>
      </div>
      {asking && <CopyDialog memberId={memberId} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function CopyDialog({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.copy;
  const { session } = useSignedIn();
  const file = useMemberExport(session, saveFile);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const short = reason.trim().length < REASON_MIN;
  const ask = () => {
    setTried(true);
    if (short || file.isPending) return;
    const done = () => {
      toast(words.got);
      onClose();
    };
    file.mutate({ memberId, reason: reason.trim() }, { onSuccess: done });
  };
  return (
    <Dialog isOpen title={words.get} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <TextField
          label={members.erasure.reason}
          hint={members.erasure.reasonHint}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          error={tried && short ? members.erasure.reasonShort : ""}
        />
        <WishProblem said="" error={file.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={file.isPending}>
            {words.get}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

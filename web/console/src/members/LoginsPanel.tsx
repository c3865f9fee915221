import { Button, Dialog, Panel, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { EndMemberLoginsDocument, MemberLoginsDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 500;

/** Where the member is logged in, asked for when somebody wants to know, and the end of all of it. */
export function LoginsPanel({ memberId }: { memberId: string }) {
  const words = useMessages().members.logins;
  const { may } = useSignedIn();
  const [open, setOpen] = useState(false);
  const [ending, setEnding] = useState(false);
  return (
    <Panel
      title={words.title}
      actions={
        may("members:write") && (
          <Button look="danger" onPress={() => setEnding(true)}>
            {words.end}
          </Button>
        )
      }
    >
      {open ? <Logins memberId={memberId} /> : <Button onPress={() => setOpen(true)}>{words.look}</Button>}
      {ending && <EndDialog memberId={memberId} onClose={() => setEnding(false)} />}
    </Panel>
  );
}

function Logins({ memberId }: { memberId: string }) {
  const words = useMessages().members.logins;
  const format = useFormat();
  const asked = useAsk(MemberLoginsDocument, { id: memberId });
  return (
    <Answered asked={asked} loading={<Lines count={2} />}>
      {({ logins }) =>
        logins?.length ? (
          <ul className={styles.tiers}>
            {logins.map(({ beganAt, lastAt }) => (
              <li key={beganAt}>{words.since(format.dateTime(beganAt), format.dateTime(lastAt))}</li>
            ))}
          </ul>
        ) : (
          <p className={styles.hint}>{words.none}</p>
        )
      }
    </Answered>
  );
}

export function EndDialog({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.logins;
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(EndMemberLoginsDocument, "logins");
  const short = reason.trim().length < REASON_MIN;
  const submit = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ memberId, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onClose();
  };
  return (
    <Dialog title={words.end} isOpen onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={styles.hint}>{words.lead}</p>
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
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="danger" isPending={wish.isPending}>
            {wish.isPaused ? app.states.paused : words.end}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

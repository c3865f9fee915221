import { Button, Dialog, Notice, Panel, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { CancelErasureDocument, MemberErasureDocument, RequestErasureDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 500;

type Asking = "erase" | "cancel";

/** Whether the member is to be erased, and the wish for it, which a second operator carries out. */
export function ErasurePanel({ memberId }: { memberId: string }) {
  const { app, members } = useMessages();
  const words = members.erasure;
  const format = useFormat();
  const { may } = useSignedIn();
  const [asking, setAsking] = useState<Asking>();
  if (!may("privacy:read")) return null;
  const actions = (waiting: boolean) => (
    <div className={styles.formActions}>
      {waiting && <Button onPress={() => setAsking("cancel")}>{words.cancel}</Button>}
      <Button look="danger" onPress={() => setAsking("erase")}>
        {words.erase}
      </Button>
    </div>
  );
  return (
    <Panel title={words.title}>
      <ErasureState memberId={memberId}>
        {(waiting) => (
          <>
            <p className={styles.hint}>{waiting ? words.waits(format.date(waiting)) : words.none}</p>
            {may("privacy:write") ? (
              actions(Boolean(waiting))
            ) : (
              <Notice tone="info">{app.states.needs("privacy:write")}</Notice>
            )}
          </>
        )}
      </ErasureState>
      {asking && <AskDialog memberId={memberId} asking={asking} onClose={() => setAsking(undefined)} />}
    </Panel>
  );
}

function ErasureState({ memberId, children }: { memberId: string; children: (waitsUntil: string) => React.ReactNode }) {
  const asked = useAsk(MemberErasureDocument, { id: memberId });
  return (
    <Answered asked={asked} loading={<Lines count={2} />}>
      {({ erasure }) => children(erasure?.state === "WAITING" ? erasure.dueAt : "")}
    </Answered>
  );
}

function AskDialog({ memberId, asking, onClose }: { memberId: string; asking: Asking; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.erasure;
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const erase = useWish(RequestErasureDocument, "erase");
  const cancel = useWish(CancelErasureDocument, "keep");
  const wish = asking === "erase" ? erase : cancel;
  const short = reason.trim().length < REASON_MIN;
  const ask = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ memberId, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(asking === "erase" ? words.asked : words.cancelled);
    onClose();
  };
  return (
    <Dialog isOpen title={asking === "erase" ? words.erase : words.cancel} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        {asking === "erase" && <p className={styles.hint}>{words.means}</p>}
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
          <Button type="submit" look={asking === "erase" ? "danger" : "primary"} isPending={wish.isPending}>
            {asking === "erase" ? words.ask : words.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

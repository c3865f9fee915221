import { Button, Dialog, Facts, TextField } from "@tessera/kit";
import { useEffect, useState } from "react";

import { RevealMemberDocument, type RevealMemberMutation } from "../generated/documents.js";
import { TesseraError, useSend } from "../lib/api.js";
import { useMessages } from "../lib/messages.js";
import { usePreferences } from "../lib/preferences.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

type Revealed = NonNullable<NonNullable<RevealMemberMutation["revealMember"]>["member"]>;

const REASON_MIN = 4;
const REASON_MAX = 200;
/** Personal data leaves the screen by itself. */
const SHOWN_S = 60;

/** Shows what is masked, for a minute, after the reason that the audit log keeps. */
export function RevealDialog({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { members } = useMessages();
  const [revealed, setRevealed] = useState<Revealed>();
  return (
    <Dialog isOpen title={members.profile.revealTitle} onClose={onClose}>
      {revealed ? (
        <Shown revealed={revealed} onClose={onClose} />
      ) : (
        <Ask memberId={memberId} onRevealed={setRevealed} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Ask({ memberId, onRevealed, onClose }: { memberId: string; onRevealed: (revealed: Revealed) => void; onClose: () => void }) {
  const { app, members } = useMessages();
  const { language } = usePreferences();
  const send = useSend(RevealMemberDocument);
  const [reason, setReason] = useState("");
  const [state, setState] = useState<{ tried: boolean; isPending: boolean; said: string; error: Error | null }>({
    tried: false,
    isPending: false,
    said: "",
    error: null,
  });
  const words = members.profile;
  const short = reason.trim().length < REASON_MIN;
  const reveal = async () => {
    setState({ tried: true, isPending: !short, said: "", error: null });
    if (short || state.isPending) return;
    try {
      const { data, problems } = await send({ input: { memberId, reason: reason.trim() } });
      const [refused] = data.revealMember?.userErrors ?? [];
      if (data.revealMember?.member) return onRevealed(data.revealMember.member);
      const [problem] = problems;
      setState({
        tried: true,
        isPending: false,
        said: refused?.message[language] ?? "",
        error: problem ? new TesseraError([problem]) : null,
      });
    } catch (error) {
      setState({ tried: true, isPending: false, said: "", error: error as Error });
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void reveal();
      }}
    >
      <p className={styles.hint}>{words.revealLead}</p>
      <TextField
        autoFocus
        label={words.reason}
        hint={words.reasonHint}
        value={reason}
        onChange={setReason}
        maxLength={REASON_MAX}
        error={state.tried && short ? words.reasonShort : ""}
      />
      <WishProblem said={state.said} error={state.error} />
      <div className={styles.formActions}>
        <Button onPress={onClose}>{app.states.cancel}</Button>
        <Button type="submit" look="primary" isPending={state.isPending}>
          {words.reveal}
        </Button>
      </div>
    </form>
  );
}

function Shown({ revealed, onClose }: { revealed: Revealed; onClose: () => void }) {
  const { app, members } = useMessages();
  const [left, setLeft] = useState(SHOWN_S);
  useEffect(() => {
    if (left <= 0) return onClose();
    const timer = setTimeout(() => setLeft(left - 1), 1_000);
    return () => clearTimeout(timer);
  }, [left, onClose]);
  const words = members.profile;
  const kinds: Record<string, string> = members.kinds;
  const genders: Record<string, string> = words.genders;
  const { address } = revealed;
  return (
    <div className={styles.form}>
      <Facts
        facts={[
          [words.name, revealed.name],
          [words.phone, revealed.phone],
          ...revealed.identities
            .filter(({ value }) => value !== revealed.phone)
            .map(({ kind, value }) => [kinds[kind] ?? kind, value] as const),
          [words.birthday, revealed.birthday?.text],
          [words.gender, revealed.gender && (genders[revealed.gender] ?? revealed.gender)],
          [
            words.address,
            address && [address.country, address.province, address.city, address.district, address.street, address.postalCode].filter(Boolean).join(" "),
          ],
        ]}
      />
      <p className={styles.hint}>{words.hides(String(left))}</p>
      <div className={styles.formActions}>
        <Button look="primary" onPress={onClose}>
          {app.states.close}
        </Button>
      </div>
    </div>
  );
}

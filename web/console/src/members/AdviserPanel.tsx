import { Button, Dialog, Empty, Panel, SelectField, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { AdviserChoicesDocument, MemberAdviserDocument, SetAdviserDocument } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 500;
/** Of the choice that takes the adviser away: no person has this name. */
const NOBODY = " ";

/** Who of the brand looks after the member, who did before, and the wish for another one. */
export function AdviserPanel({ memberId }: { memberId: string }) {
  const { members } = useMessages();
  const words = members.adviser;
  const format = useFormat();
  const { may } = useSignedIn();
  const asked = useAsk(MemberAdviserDocument, { id: memberId });
  const [changing, setChanging] = useState(false);
  const now = asked.data?.data.member?.adviser;
  return (
    <Panel title={words.title} actions={may("members:write") && <Button onPress={() => setChanging(true)}>{words.change}</Button>}>
      <Answered asked={asked} loading={<Lines count={2} />}>
        {({ member }) =>
          member && (
            <ul className={styles.tiers}>
              {!member.adviser?.person && (
                <li>
                  <Empty icon="spark" title={words.none}>
                    {words.noneText}
                  </Empty>
                </li>
              )}
              {member.adviser?.person && (
                <li>
                  <span>
                    {member.adviser.name ?? member.adviser.person}
                    <small>{words.since(format.shortDate(member.adviser.since ?? ""), member.adviser.reason ?? "")}</small>
                  </span>
                  <span>{member.adviser.person}</span>
                </li>
              )}
              {member.adviser?.past?.map(({ person, name, since, until, reason }) => (
                <li key={`${person}/${since}`}>
                  <span>
                    {name ?? person}
                    <small>{words.past(format.shortDate(since), format.shortDate(until), reason)}</small>
                  </span>
                  <s>{person}</s>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {changing && <AdviserDialog memberId={memberId} now={now?.person ?? ""} onClose={() => setChanging(false)} onDone={() => void asked.refetch()} />}
    </Panel>
  );
}

interface DialogProps {
  memberId: string;
  /** The adviser's person; empty for nobody. */
  now: string;
  onClose: () => void;
  onDone: () => void;
}

export function AdviserDialog({ memberId, now, onClose, onDone }: DialogProps) {
  const { app, members } = useMessages();
  const words = members.adviser;
  const known = useAsk(AdviserChoicesDocument, {}).data?.data.advisers ?? [];
  const choices = [
    ...known.filter(({ person }) => person !== now).map(({ person, name, members: count }) => ({ key: person, label: words.choice(name ?? person, String(count)) })),
    ...(now ? [{ key: NOBODY, label: words.nobody }] : []),
  ];
  const [chosen, setChosen] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(SetAdviserDocument, "adviser");
  const picked = choices.find(({ key }) => key === chosen) ?? choices[0];
  const short = reason.trim().length < REASON_MIN;
  const submit = async () => {
    setTried(true);
    if (!picked || short || wish.isPending) return;
    const person = picked.key === NOBODY ? null : picked.key;
    const outcome = await wish.run({ memberId, person, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onDone();
    onClose();
  };
  return (
    <Dialog title={words.change} isOpen onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={styles.hint}>{picked ? words.lead : words.noChoice}</p>
        {picked && <SelectField label={words.person} value={picked.key} onChange={setChosen} choices={choices} />}
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
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!picked}>
            {wish.isPaused ? app.states.paused : words.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

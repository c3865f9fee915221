import { Button, Dialog, Empty, Panel, SelectField, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import { EndTierDocument, GrantTierDocument, LadderChoicesDocument } from "../generated/documents.js";
import { useAsk, useRefresh, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { WishProblem } from "../parts/Page.js";
import type { Member } from "./MemberPage.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 500;
type Held = Member["tiers"][number];

/** Tiers that were given by hand, and what it takes to give or end one. */
export function ManualTierPanel({ member }: { member: Member }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.manual;
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<Held>();
  const given = member.tiers.filter(({ manualUntil }) => manualUntil);
  return (
    <Panel
      title={words.title}
      actions={
        member.tiers.length > 0 && (
          <Button icon="plus" onPress={() => setGranting(true)}>
            {words.grant}
          </Button>
        )
      }
    >
      {given.length === 0 && (
        <Empty icon="spark" title={words.none}>
          {words.noneText}
        </Empty>
      )}
      <ul className={styles.tiers}>
        {given.map((tier) => (
          <li key={tier.ladder.code}>
            <span>
              {tier.name}
              <small>{words.until(tier.ladder.name, format.day(tier.manualUntil ?? ""))}</small>
            </span>
            <Button look="danger" onPress={() => setEnding(tier)}>
              {words.end}
            </Button>
          </li>
        ))}
      </ul>
      {granting && <GrantDialog member={member} onClose={() => setGranting(false)} />}
      {ending && <EndDialog member={member} tier={ending} onClose={() => setEnding(undefined)} />}
    </Panel>
  );
}

/** Gives a tier; the services decide whether a second person has to approve. */
export function GrantDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.manual;
  const refresh = useRefresh();
  const ladders = useAsk(LadderChoicesDocument, {}).data?.data.programme?.ladders ?? [];
  const [chosen, setChosen] = useState(member.tiers[0]?.ladder.code ?? "");
  const [code, setCode] = useState("");
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(GrantTierDocument, "grant-tier");
  const held = member.tiers.find(({ ladder }) => ladder.code === chosen);
  // One that was given by hand says nothing of what was earned: the service knows.
  const least = held && !held.manualUntil ? held.rank : 0;
  const tiers = ladders.find((ladder) => ladder.code === chosen)?.tiers.filter(({ rank }) => rank > least) ?? [];
  const tier = tiers.find((each) => each.code === code) ?? tiers[0];
  const short = reason.trim().length < REASON_MIN;
  const submit = async () => {
    setTried(true);
    if (!tier || !until || short || wish.isPending) return;
    const given = { memberId: member.id, ladder: chosen, tier: tier.code, until, reason: reason.trim() };
    const outcome = await wish.run(given).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    if (outcome.done.approval) toast(words.asked, "info");
    else toast(words.done(tier.name));
    refresh();
    onClose();
  };
  return (
    <Dialog title={words.grant} isOpen onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={styles.hint}>{words.lead}</p>
        {member.tiers.length > 1 && (
          <SelectField
            label={words.ladder}
            value={chosen}
            onChange={setChosen}
            choices={member.tiers.map(({ ladder }) => ({ key: ladder.code, label: ladder.name }))}
          />
        )}
        {tier ? (
          <SelectField label={words.tier} value={tier.code} onChange={setCode} choices={tiers.map((each) => ({ key: each.code, label: each.name }))} />
        ) : (
          <p className={styles.hint}>{words.highest}</p>
        )}
        <TextField label={words.last} type="date" value={until} onChange={setUntil} error={tried && !until ? words.lastMissing : ""} />
        <Reason value={reason} onChange={setReason} error={tried && short} />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={wish.isPending} isDisabled={!tier}>
            {wish.isPaused ? app.states.paused : words.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function EndDialog({ member, tier, onClose }: { member: Member; tier: Held; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.manual;
  const refresh = useRefresh();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(EndTierDocument, "end-tier");
  const short = reason.trim().length < REASON_MIN;
  const submit = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ memberId: member.id, ladder: tier.ladder.code, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.ended(tier.name));
    refresh();
    onClose();
  };
  return (
    <Dialog title={words.ending(tier.name)} isOpen onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className={styles.hint}>{words.endLead}</p>
        <Reason value={reason} onChange={setReason} error={tried && short} />
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

function Reason({ value, onChange, error }: { value: string; onChange: (value: string) => void; error: boolean }) {
  const words = useMessages().members.manual;
  return (
    <TextField
      label={words.reason}
      value={value}
      onChange={onChange}
      maxLength={REASON_MAX}
      hint={words.reasonHint}
      error={error ? words.reasonShort : ""}
    />
  );
}

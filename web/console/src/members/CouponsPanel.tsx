import { Badge, Button, Panel, type Tone } from "@tessera/kit";
import { useState } from "react";

import type { MemberRecordQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { GrantDialog } from "./GrantDialog.js";
import styles from "./Members.module.css";

type Coupon = NonNullable<MemberRecordQuery["coupons"]>["edges"][number]["node"];

const TONES: Record<string, Tone> = { GRANTED: "good", HELD: "warn" };

/** The member's coupons, and until when each is good. */
export function CouponsPanel({ memberId, coupons, goesOn }: { memberId: string; coupons: readonly Coupon[]; goesOn: boolean }) {
  const { app, members } = useMessages();
  const { may } = useSignedIn();
  const [granting, setGranting] = useState(false);
  const format = useFormat();
  const words = members.coupons;
  const states: Record<string, string> = words.states;
  const mayGrant = may("coupons:write");
  return (
    <Panel
      title={words.title}
      actions={
        <Button
          isDisabled={!mayGrant}
          {...(!mayGrant && { "aria-label": `${words.grant}: ${app.states.needs("coupons:write")}` })}
          onPress={() => setGranting(true)}
        >
          {words.grant}
        </Button>
      }
    >
      {coupons.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.tiers}>
        {coupons.map(({ id, name, conditions, state, expiresOn, usedAt }) => (
          <li key={id}>
            <span>
              {name}
              <small>{conditions}</small>
              <small>{usedAt ? words.usedAt(format.dateTime(usedAt)) : words.until(format.day(expiresOn))}</small>
            </span>
            <Badge tone={TONES[state] ?? "plain"}>{states[state] ?? state}</Badge>
          </li>
        ))}
      </ul>
      {goesOn && <p className={styles.hint}>{words.more}</p>}
      {granting && <GrantDialog memberId={memberId} onClose={() => setGranting(false)} />}
    </Panel>
  );
}

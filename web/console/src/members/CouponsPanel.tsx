import { Badge, Button, Panel, type Tone } from "@tessera/kit";
import { lazy, Suspense, useState } from "react";

import type { MemberRecordQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { GrantDialog } from "./GrantDialog.js";
import styles from "./Members.module.css";

type Coupon = NonNullable<MemberRecordQuery["coupons"]>["edges"][number]["node"];

const RevokeDialog = lazy(() => import("./RevokeDialog.js").then((loaded) => ({ default: loaded.RevokeDialog })));

const TONES: Record<string, Tone> = { GRANTED: "good", HELD: "warn" };

/** The member's coupons, and until when each is good. */
export function CouponsPanel({ memberId, coupons, goesOn }: { memberId: string; coupons: readonly Coupon[]; goesOn: boolean }) {
  const { app, members } = useMessages();
  const { may } = useSignedIn();
  const [granting, setGranting] = useState(false);
  const [revoking, setRevoking] = useState<Coupon>();
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
        {coupons.map((coupon) => (
          <li key={coupon.id}>
            <span>
              {coupon.name}
              <small>{coupon.conditions}</small>
              <small>{coupon.usedAt ? words.usedAt(format.dateTime(coupon.usedAt)) : words.until(format.day(coupon.expiresOn))}</small>
            </span>
            <span className={styles.end}>
              <Badge tone={TONES[coupon.state] ?? "plain"}>{states[coupon.state] ?? coupon.state}</Badge>
              {mayGrant && coupon.state === "GRANTED" && (
                <Button look="quiet" aria-label={words.revokeOf(coupon.name)} onPress={() => setRevoking(coupon)}>
                  {words.revoke}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {goesOn && <p className={styles.hint}>{words.more}</p>}
      {revoking && (
        <Suspense>
          <RevokeDialog coupon={revoking} onClose={() => setRevoking(undefined)} />
        </Suspense>
      )}
      {granting && <GrantDialog memberId={memberId} onClose={() => setGranting(false)} />}
    </Panel>
  );
}

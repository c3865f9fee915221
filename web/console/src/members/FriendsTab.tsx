import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, type Tone } from "@tessera/kit";
import { useState } from "react";

import { MemberFriendsDocument, type FriendshipFragment, type MemberFriendsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { usePreferences } from "../lib/preferences.js";
import { Answered, Lines, Stack } from "../parts/Page.js";
import styles from "./Members.module.css";

const TONES: Record<string, Tone> = { QUALIFIED: "good", PENDING: "plain", REVERSED: "warn", REFUSED: "bad" };

/** The member's invite code, who invited them, and whom they invited: how far each is, and why not. */
export function FriendsTab({ id, title }: { id: string; title: string }) {
  const { app, friends } = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(MemberFriendsDocument, { id, after }, { keep: true });
  return (
    <Answered
      asked={asked}
      loading={
        <Panel title={title}>
          <Lines count={6} />
        </Panel>
      }
    >
      {({ invite, referrals }) => (
        <Stack>
          {invite ? (
            <InvitePanel invite={invite} />
          ) : (
            <Empty icon="members" title={friends.notOffered}>
              {friends.notOfferedText}
            </Empty>
          )}
          {referrals && (
            <Panel title={friends.made}>
              {referrals.edges.length === 0 && <p className={styles.hint}>{friends.none}</p>}
              <ul className={styles.form}>
                {referrals.edges.map(({ cursor, node }) => (
                  <FriendRow key={cursor} referral={node} who={node.inviteeId} />
                ))}
              </ul>
              <div className={styles.formActions}>
                {after && <Button onPress={() => setAfter(null)}>{app.states.newest}</Button>}
                {referrals.pageInfo.hasNextPage && (
                  <Button onPress={() => setAfter(referrals.pageInfo.endCursor)}>{app.states.older}</Button>
                )}
              </div>
            </Panel>
          )}
        </Stack>
      )}
    </Answered>
  );
}

function InvitePanel({ invite }: { invite: NonNullable<MemberFriendsQuery["invite"]> }) {
  const { friends } = useMessages();
  const format = useFormat();
  const { code, link, qualified, qualifiedThisMonth, monthlyCap, invitedBy } = invite;
  return (
    <Panel title={friends.code}>
      <p>
        <code>{code}</code> {link && <span className={styles.hint}>{link}</span>}
      </p>
      <p className={styles.hint}>
        {friends.counts(format.number(qualified), format.number(qualifiedThisMonth), format.number(monthlyCap))}
      </p>
      {invitedBy && (
        <>
          <h3>{friends.invitedBy}</h3>
          <ul className={styles.form}>
            <FriendRow referral={invitedBy} who={invitedBy.inviterId} />
          </ul>
        </>
      )}
    </Panel>
  );
}

/** A referral: the other one, how far it is, and the reason where it does not count. */
export function FriendRow({ referral, who }: { referral: FriendshipFragment; who: string | null }) {
  const { friends } = useMessages();
  const { language } = usePreferences();
  const format = useFormat();
  const { state, acceptedAt, settlesAt, qualifiedAt, capped, order, refusal } = referral;
  const states: Record<string, string> = friends.states;
  const facts = [
    friends.accepted(format.dateTime(acceptedAt)),
    order && friends.order(order),
    qualifiedAt ? friends.qualified(format.dateTime(qualifiedAt)) : settlesAt && friends.settles(format.dateTime(settlesAt)),
    capped && friends.capped,
    refusal && refusal.message[language],
  ];
  return (
    <li className={styles.short}>
      <span className={styles.shortMarks}>
        {who && (
          <Link to="/members/$id" params={{ id: who }}>
            {friends.member}
          </Link>
        )}
        <Badge tone={TONES[state] ?? "plain"}>{states[state] ?? state}</Badge>
      </span>
      <span className={styles.hint}>{facts.filter(Boolean).join(" · ")}</span>
    </li>
  );
}

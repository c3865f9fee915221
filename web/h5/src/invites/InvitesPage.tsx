import { useState } from "preact/hooks";

import { InvitesPageDocument, OlderFriendsDocument, type FriendsFragment, type InvitesPageQuery } from "../generated/documents.js";
import { useApi, useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Button } from "../parts/Button.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Notice, Page, Panel } from "../parts/Page.js";
import { EnterCode } from "./EnterCode.js";
import styles from "./Invites.module.css";

type Invite = NonNullable<InvitesPageQuery["invite"]>;
type Friend = FriendsFragment["edges"][number]["node"];

/** The member's code for friends, a friend's code to enter, and how those who came by it stand. */
export function InvitesPage() {
  const { invites } = useMessages();
  const asked = useAsk(InvitesPageDocument, {});
  return (
    <Page title={invites.title} back="/me">
      <Loaded asked={asked}>
        {({ invite, referrals }) =>
          invite ? (
            <>
              <OwnCode invite={invite} />
              {invite.claimUntil && <EnterCode until={invite.claimUntil} />}
              <Panel title={invites.friends}>
                {referrals && referrals.edges.length > 0 ? <Friends page={referrals} /> : <Empty>{invites.none}</Empty>}
              </Panel>
            </>
          ) : (
            <Empty>{invites.notOffered}</Empty>
          )
        }
      </Loaded>
    </Page>
  );
}

function OwnCode({ invite }: { invite: Invite }) {
  const { invites } = useMessages();
  const format = useFormat();
  const [copied, setCopied] = useState<boolean>();
  const copy = () => {
    const text = invite.link ?? invite.code;
    // A browser may have no clipboard for this page: the code can be selected then.
    const copying = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("there is no clipboard"));
    copying.then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Panel title={invites.own} aside={invites.count(format.number(invite.qualified))}>
      <p class={styles["words"]}>{invites.how(format.number(invite.settleDays))}</p>
      <p class={styles["code"]}>{invite.code}</p>
      <Button wide onPress={copy}>
        {invite.link ? invites.copyLink : invites.copy}
      </Button>
      {copied !== undefined && <Notice tone={copied ? "good" : "info"}>{copied ? invites.copied : invites.notCopied}</Notice>}
      <p class={styles["words"]}>{invites.month(format.number(invite.qualifiedThisMonth), format.number(invite.monthlyCap))}</p>
    </Panel>
  );
}

function Friends({ page }: { page: FriendsFragment }) {
  return (
    <>
      <ul class={styles["friends"]}>
        {page.edges.map(({ cursor, node }) => (
          <FriendRow key={cursor} friend={node} />
        ))}
      </ul>
      <Older page={page}>{(after) => <OlderFriends after={after} />}</Older>
    </>
  );
}

function OlderFriends({ after }: { after: string }) {
  const asked = useAsk(OlderFriendsDocument, { after });
  return <Loaded asked={asked}>{({ referrals }) => referrals && <Friends page={referrals} />}</Loaded>;
}

/** One friend, without a name: when they joined, how far it is, and the reason where it does not count. */
export function FriendRow({ friend }: { friend: Friend }) {
  const { invites } = useMessages();
  const { language } = useApi();
  const format = useFormat();
  const { state, acceptedAt, settlesAt, qualifiedAt, capped, refusal } = friend;
  const states: Record<string, string> = invites.states;
  const counts = state === "QUALIFIED";
  const more = refusal
    ? refusal.message[language]
    : counts && qualifiedAt
      ? capped
        ? invites.capped
        : invites.since(format.date(qualifiedAt))
      : settlesAt
        ? invites.settles(format.date(settlesAt))
        : state === "PENDING" && invites.waits;
  return (
    <li>
      <span>{invites.joined(format.date(acceptedAt))}</span>
      <Badge tone={counts ? "good" : "plain"}>{states[state] ?? state}</Badge>
      {more && <small>{more}</small>}
    </li>
  );
}

import { Badge, Panel } from "@tessera/kit";

import { MemberPermissionsDocument, type MemberPermissionsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Members.module.css";

type Subscriptions = NonNullable<MemberPermissionsQuery["subscriptions"]>;

/** How many messages by WeChat the member allows, template by template; nothing where none is counted. */
export function PermissionsPanel({ id }: { id: string }) {
  const asked = useAsk(MemberPermissionsDocument, { id }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={2} />}>
      {({ subscriptions }) => (subscriptions?.templates.length ? <Permissions subscriptions={subscriptions} /> : null)}
    </Answered>
  );
}

export function Permissions({ subscriptions }: { subscriptions: Subscriptions }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.touches.permissions;
  return (
    <Panel title={words.title}>
      <ul className={styles.tiers}>
        {subscriptions.templates.map(({ code, granted, messages }) => (
          <li key={code}>
            <span>
              {messages.join(" · ") || code}
              <small>{code}</small>
            </span>
            <Badge tone={granted > 0 ? "good" : "warn"}>{granted > 0 ? words.left(format.number(granted)) : words.none}</Badge>
          </li>
        ))}
      </ul>
      <p className={styles.hint}>{subscriptions.grantsFrom === "CALLBACK" ? words.byCallback : words.byClient}</p>
    </Panel>
  );
}

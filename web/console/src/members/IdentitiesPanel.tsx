import { Facts, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import type { MemberRecord } from "./RecordTab.js";
import styles from "./Members.module.css";

/** By what channels find the member, masked, and where the member came from. */
export function IdentitiesPanel({ member }: { member: MemberRecord }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.identities;
  const kinds: Record<string, string> = members.kinds;
  const { origin } = member;
  return (
    <Panel title={words.title}>
      <ul className={styles.tiers}>
        {member.identities.map(({ kind, value, since }) => (
          <li key={`${kind}/${value}`}>
            <span>
              {kinds[kind] ?? kind}
              {since && <small>{words.since(format.shortDate(since))}</small>}
            </span>
            <span>{value}</span>
          </li>
        ))}
        {member.pastIdentities.map(({ kind, value, until }) => (
          <li key={`past/${kind}/${value}/${until}`}>
            <span>
              {kinds[kind] ?? kind}
              <small>{until ? words.until(format.shortDate(until)) : words.past}</small>
            </span>
            <s>{value}</s>
          </li>
        ))}
      </ul>
      {origin && (origin.source || origin.storeCode) && (
        <div className={styles.forecast}>
          <Facts
            facts={[
              [words.source, origin.source && (words.sources[origin.source] ?? origin.source)],
              [words.store, origin.storeCode],
            ]}
          />
        </div>
      )}
    </Panel>
  );
}

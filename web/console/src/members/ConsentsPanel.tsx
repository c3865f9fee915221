import { Badge, Facts, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import type { MemberRecord } from "./RecordTab.js";
import styles from "./Members.module.css";

/** What the member agreed to as it is now, and how they wish to be reached. */
export function ConsentsPanel({ member }: { member: MemberRecord }) {
  const { members } = useMessages();
  const format = useFormat();
  const words = members.consents;
  const { consents, contactPreferences: wished } = member;
  const purposes: Record<string, string> = words.purposes;
  const channels: Record<string, string> = words.channels;
  const quiet = wished?.quietHours;
  return (
    <Panel title={words.title}>
      {consents?.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.tiers}>
        {consents?.map(({ purpose, channel, granted, version, at }) => (
          <li key={`${purpose}/${channel}`}>
            <span>
              {purposes[purpose] ?? purpose} · {channels[channel] ?? channel}
              {at && (
                <small>
                  {[format.date(at), granted && version && words.version(version)].filter(Boolean).join(" · ")}
                </small>
              )}
            </span>
            {granted ? (
              <Badge tone="good" icon="check">
                {words.given}
              </Badge>
            ) : (
              <Badge icon={at ? "close" : undefined}>{at ? words.withdrawn : words.never}</Badge>
            )}
          </li>
        ))}
      </ul>
      {wished && (
        <div className={styles.forecast}>
          <Facts
            facts={[
              [words.order, format.list(wished.channels.map((channel) => channels[channel] ?? channel))],
              [words.quiet, quiet && `${quiet.fromTime}–${quiet.untilTime}`],
            ]}
          />
        </div>
      )}
    </Panel>
  );
}

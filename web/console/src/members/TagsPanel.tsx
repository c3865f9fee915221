import { Badge, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Members.module.css";
import type { MemberRecord } from "./RecordTab.js";

/** The member's tags: who or which rule gave each, how sure that was, until when, and the facts that say why. */
export function TagsPanel({ tags }: { tags: MemberRecord["tags"] }) {
  const { members, segments: groups } = useMessages();
  const format = useFormat();
  const words = members.tags;
  return (
    <Panel title={words.title}>
      {!tags?.length && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.form}>
        {tags?.map(({ tag, source, setBy, setAt, confidencePercent, expiresAt, reasons, programmeVersion }) => (
          <li key={tag.code} className={styles.short}>
            <span className={styles.shortMarks}>
              <strong>{tag.name}</strong>
              <Badge>{words.classes[tag.tagClass] ?? tag.tagClass}</Badge>
              <span>{words.set(setBy ?? words.sources[source] ?? source, format.dateTime(setAt))}</span>
              {confidencePercent < 100 && <span>{words.sure(format.percent(confidencePercent / 100))}</span>}
              {expiresAt && <span>{words.until(format.dateTime(expiresAt))}</span>}
            </span>
            {programmeVersion !== null && (
              <span className={styles.shortMarks}>
                {tag.when && <code>{tag.when}</code>}
                <span>{words.version(format.number(programmeVersion))}</span>
                {reasons.map(({ fact, value }) => (
                  <span key={fact}>
                    <code>{fact}</code> = {value ?? groups.unknown}
                  </span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { Link } from "@tanstack/react-router";
import { Panel } from "@tessera/kit";

import type { MemberRecordQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Members.module.css";

type Explained = NonNullable<MemberRecordQuery["memberSegments"]>[number];

/** The segments that the member is in, since when, and the facts that say why. */
export function SegmentsPanel({ segments }: { segments: readonly Explained[] }) {
  const { members, segments: groups } = useMessages();
  const format = useFormat();
  const words = members.segments;
  return (
    <Panel title={words.title}>
      {segments.length === 0 && <p className={styles.hint}>{words.none}</p>}
      <ul className={styles.form}>
        {segments.map(({ segment, since, reasons }) => (
          <li key={segment.code} className={styles.short}>
            <span className={styles.shortMarks}>
              <Link to="/segments/$code" params={{ code: segment.code }}>
                {segment.name}
              </Link>
              <span>{since ? words.since(format.dateTime(since)) : words.onTheWay}</span>
            </span>
            <span className={styles.shortMarks}>
              {reasons.map(({ fact, value }) => (
                <span key={fact}>
                  <code>{fact}</code> = {value ?? groups.unknown}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

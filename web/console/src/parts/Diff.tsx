import { useMessages } from "../lib/messages.js";
import { useFormat } from "../lib/format.js";
import { diffLines, hunksOf, type DiffLine } from "./diff.js";
import styles from "./Diff.module.css";

const SIGNS = { same: " ", added: "+", removed: "-" } as const;

/** What differs between two files, with a sign for each line. */
export function Diff({ before, after }: { before: string; after: string }) {
  const { programme } = useMessages();
  const format = useFormat();
  const lines = diffLines(before, after);
  const hunks = hunksOf(lines);
  if (!hunks.length) return <p className={styles.hint}>{programme.diff.same}</p>;
  const count = (kind: DiffLine["kind"]) => format.number(lines.filter((line) => line.kind === kind).length);
  return (
    <>
      <p className={styles.hint}>{programme.diff.sum(count("added"), count("removed"))}</p>
      <div className={styles.hunks} role="group" tabIndex={0} aria-label={programme.diff.label}>
        {hunks.map((hunk) => (
          <ol key={`${hunk[0]?.before}-${hunk[0]?.after}`} className={styles.hunk}>
            {hunk.map((line) => (
              <li key={`${line.before}-${line.after}`} data-kind={line.kind}>
                <span aria-hidden="true">{line.before}</span>
                <span aria-hidden="true">{line.after}</span>
                <code>
                  <span aria-hidden="true">{SIGNS[line.kind]}</span>
                  {line.kind !== "same" && <span className="visually-hidden">{programme.diff[line.kind]}</span>}
                  {line.text}
                </code>
              </li>
            ))}
          </ol>
        ))}
      </div>
    </>
  );
}

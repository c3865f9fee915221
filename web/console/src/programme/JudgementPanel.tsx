import { Badge, Facts, Icon, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Failure } from "../parts/Page.js";
import type { Judgement, useJudgement } from "./judgement.js";
import styles from "./Programme.module.css";

type Fault = Judgement["problems"][number];

/** Whether the file can be published, and the lines that hinder it. */
export function JudgementPanel({
  judged,
  onFault,
}: {
  judged: ReturnType<typeof useJudgement>;
  onFault: (fault: Fault) => void;
}) {
  const { programme: words } = useMessages();
  const format = useFormat();
  const { judgement, isCurrent, error, retry } = judged;
  const problems = judgement?.problems ?? [];
  const isAway = error !== null && !judgement;
  const state = isAway ? null : !isCurrent ? (
    <Badge icon="clock">{words.judging}</Badge>
  ) : problems.length ? (
    <Badge tone="bad" icon="alert">
      {words.problems(format.number(problems.length))}
    </Badge>
  ) : (
    <Badge tone="good" icon="check">
      {words.good}
    </Badge>
  );
  return (
    <Panel title={words.check} actions={state}>
      {isAway ? (
        <Failure error={error} onRetry={retry} />
      ) : (
        <>
          <Faults faults={problems} onFault={onFault} />
          {judgement && judgement.warnings.length > 0 && (
            <>
              <p className={styles.hint}>{words.warnings}</p>
              <Faults faults={judgement.warnings} onFault={onFault} isWarning />
            </>
          )}
          {judgement && problems.length === 0 && (
            <Facts facts={judgement.counts.map(({ name, count }) => [words.counts[name] ?? name, format.number(count)])} />
          )}
        </>
      )}
    </Panel>
  );
}

function Faults({ faults, onFault, isWarning }: { faults: readonly Fault[]; onFault: (fault: Fault) => void; isWarning?: boolean }) {
  const { programme: words } = useMessages();
  if (!faults.length) return null;
  return (
    <ul className={styles.faults}>
      {faults.map((fault, n) => (
        <li key={n} data-warning={isWarning || undefined}>
          <button type="button" onClick={() => onFault(fault)}>
            <Icon name={isWarning ? "info" : "alert"} size={15} />
            <span>
              <small>
                {words.line(String(fault.line))}
                {fault.key && <code>{fault.key}</code>}
              </small>
              {/* The services judge in English. */}
              <span lang="en">{fault.message}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

import { Badge, Empty, Panel } from "@tessera/kit";

import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { figureText, intervalText, placeOf, type Figure } from "./figure.js";
import styles from "./Surveys.module.css";

/** The figure of all answers with its 95 % interval on its scale. */
export function FigurePanel({ kind, figure }: { kind: string; figure: Figure | null }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  return (
    <Panel title={words.kinds[kind] ?? kind}>
      {figure ? (
        <>
          <p className={styles.figure}>
            <strong>{figureText(kind, figure.value)}</strong>
            <span className={styles.soft}>{words.of(format.number(figure.answers))}</span>
            {figure.few && (
              <Badge tone="warn" icon="alert">
                {words.few}
              </Badge>
            )}
          </p>
          <Interval kind={kind} figure={figure} />
          <p className={styles.soft}>{intervalText(kind, figure) ? words.interval(intervalText(kind, figure) ?? "") : words.noInterval}</p>
          <p className={styles.soft}>{words.formulas[kind]}</p>
        </>
      ) : (
        <Empty icon="surveys" title={words.noAnswers}>
          {words.noAnswersText}
        </Empty>
      )}
    </Panel>
  );
}

/** The interval as a bar on the scale, and the figure as a mark; the words beside it say the same. */
export function Interval({ kind, figure: { value, low, high } }: { kind: string; figure: Figure }) {
  const from = placeOf(kind, low ?? value);
  const until = placeOf(kind, high ?? value);
  return (
    <div className={styles.scale} aria-hidden="true">
      <span className={styles.range} style={{ left: `${from * 100}%`, width: `${(until - from) * 100}%` }} />
      <span className={styles.mark} style={{ left: `${placeOf(kind, value) * 100}%` }} />
    </div>
  );
}

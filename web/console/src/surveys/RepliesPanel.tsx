import { Meter, Panel } from "@tessera/kit";

import type { SurveyPageQuery } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Surveys.module.css";

export type Asked = NonNullable<NonNullable<SurveyPageQuery["survey"]>["results"]>["questions"][number];

/** How often each reply was given, question by question; of words only how many wrote some. */
export function RepliesPanel({ questions }: { questions: readonly Asked[] }) {
  const { surveys: words } = useMessages();
  const format = useFormat();
  return (
    <Panel title={words.replies}>
      <ol className={styles.questions}>
        {questions.map(({ question, replies, counts }) => (
          <li key={question.code}>
            <p className={styles.name}>
              <strong>{question.text}</strong>
              <span className={styles.soft}>{words.repliesOf(format.number(replies))}</span>
            </p>
            {counts.map(({ value, count }) => (
              <Meter
                key={value}
                label={question.options.find(({ code }) => code === value)?.name ?? value}
                text={replies > 0 ? words.share(format.number(count), format.percent(count / replies)) : format.number(count)}
                value={count}
                most={Math.max(1, replies)}
              />
            ))}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

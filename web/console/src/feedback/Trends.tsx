import { Badge, Empty, Panel, type Tone } from "@tessera/kit";

import { FeedbackTrendsDocument, type FeedbackTrendsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Feedback.module.css";

type Told = NonNullable<FeedbackTrendsQuery["feedbackTrends"]>["trends"][number];

/** Members complain: more of it is no good news. */
const TONES: Record<string, Tone> = { UP: "bad", DOWN: "good" };

/** The topics of this week against the weeks before, those that rose first. */
export function Trends() {
  const { feedback } = useMessages();
  const format = useFormat();
  const asked = useAsk(FeedbackTrendsDocument, {});
  return (
    <Panel title={feedback.trends.title}>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ feedbackTrends: told }) =>
          told && told.trends.length > 0 ? (
            <>
              <p className={styles.hint}>{feedback.trends.lead(format.number(told.weeksBefore))}</p>
              {told.specialDays.length > 0 && (
                <p className={styles.hint}>{feedback.trends.special(format.list(told.specialDays.map((day) => format.shortDay(day))))}</p>
              )}
              <ul className={styles.trends}>
                {told.trends.map((each) => (
                  <li key={each.topic.code}>
                    <strong>{each.topic.name}</strong>
                    <span>{feedback.trends.counts(format.number(each.count), format.number(each.expected))}</span>
                    <Direction trend={each} />
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <Empty icon="feedback" title={feedback.trends.none}>
              {feedback.trends.noneText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function Direction({ trend }: { trend: Told }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const word = feedback.trends.directions[trend.direction] ?? trend.direction;
  const tells = trend.direction in TONES && trend.changePercent !== null;
  return (
    <Badge tone={TONES[trend.direction] ?? "plain"}>
      {tells ? `${word} ${format.percent(Math.abs(trend.changePercent ?? 0) / 100)}` : word}
    </Badge>
  );
}

import { Badge, Empty, Panel, SelectField, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { FeedbackDifferencesDocument, FeedbackSegmentsDocument, type FeedbackDifferencesQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Feedback.module.css";

type Told = NonNullable<FeedbackDifferencesQuery["feedbackDifferences"]>;
type Difference = Told["differences"][number];

const DAYS = ["7", "30", "90"] as const;
const DAY_MS = 86_400_000;
/** No codes of segments. */
const NONE = "-";
const OTHERS = "*";
/** Members complain: more of it is no good news. */
const TONES: Record<string, Tone> = { HIGHER: "bad", LOWER: "good", TOO_FEW: "warn" };

/** Which topics members of a segment speak of more, or less, than others; asked once a segment is chosen. */
export function Differences() {
  const { feedback } = useMessages();
  const words = feedback.differences;
  const format = useFormat();
  const [segment, setSegment] = useState(NONE);
  const [against, setAgainst] = useState(OTHERS);
  const [days, setDays] = useState<(typeof DAYS)[number]>("30");
  // One time for the whole look: a figure doesn't change while somebody reads it.
  const [until] = useState(() => Date.now());
  const from = new Date(until - Number(days) * DAY_MS).toISOString();
  const other = against === segment ? OTHERS : against;
  const known = useAsk(FeedbackSegmentsDocument, {});
  const asked = useAsk(
    FeedbackDifferencesDocument,
    { segment, against: other === OTHERS ? null : other, from, until: new Date(until).toISOString() },
    { enabled: segment !== NONE },
  );
  return (
    <Panel title={words.title}>
      <p className={styles.hint}>{words.lead}</p>
      <Answered asked={known} loading={<Lines count={1} />}>
        {({ segments }) => {
          const choices = (segments?.segments ?? []).map(({ segment: { code, name } }) => ({ key: code, label: name }));
          if (choices.length === 0) {
            return (
              <Empty icon="segments" title={words.noSegments}>
                {words.noSegmentsText}
              </Empty>
            );
          }
          const others = [{ key: OTHERS, label: words.others }, ...choices.filter(({ key }) => key !== segment)];
          return (
            <div className={styles.chosen}>
              <SelectField
                label={words.segment}
                value={segment}
                onChange={setSegment}
                choices={segment === NONE ? [{ key: NONE, label: words.choose }, ...choices] : choices}
              />
              <SelectField label={words.against} value={other} onChange={setAgainst} choices={others} />
              <SelectField
                label={words.days}
                value={days}
                onChange={setDays}
                choices={DAYS.map((key) => ({ key, label: words.lastDays(key) }))}
              />
            </div>
          );
        }}
      </Answered>
      {segment !== NONE && (
        <Answered asked={asked} loading={<Lines count={4} />}>
          {({ feedbackDifferences: told }) =>
            told && (
              <>
                <p className={styles.hint}>
                  {words.among(format.number(told.segmentMembers), format.number(told.againstMembers))}
                  {told.bothMembers > 0 && ` ${words.both(format.number(told.bothMembers))}`}
                </p>
                <Compared differences={told.differences} />
              </>
            )
          }
        </Answered>
      )}
    </Panel>
  );
}

/** A difference a row: both shares, and the interval with what it says. */
export function Compared({ differences }: { differences: readonly Difference[] }) {
  const { feedback } = useMessages();
  const words = feedback.differences;
  const format = useFormat();
  if (differences.length === 0) {
    return (
      <Empty icon="feedback" title={words.none}>
        {words.noneText}
      </Empty>
    );
  }
  const share = ({ share: part, spoke }: Difference["segment"]) => words.share(format.percent(part), format.number(spoke));
  const columns: readonly Column<Difference>[] = [
    {
      key: "subject",
      name: words.subject,
      cell: ({ kind, subject }) => (
        <>
          <strong>{subject?.name ?? words.negative}</strong> <small className={styles.hint}>{words.kinds[kind] ?? kind}</small>
        </>
      ),
    },
    { key: "here", name: words.here, end: true, named: true, cell: ({ segment }) => share(segment) },
    { key: "there", name: words.there, end: true, named: true, cell: ({ against }) => share(against) },
    {
      key: "difference",
      name: words.difference,
      named: true,
      cell: ({ difference, low, high, reading }) => (
        <>
          <Badge tone={TONES[reading] ?? "plain"}>{words.readings[reading] ?? reading}</Badge>{" "}
          {words.interval(points(difference), points(low), points(high))}
        </>
      ),
    },
  ];
  return (
    <>
      <Table label={words.title} columns={columns} rows={differences} keyOf={({ kind, subject }) => `${kind}/${subject?.code ?? ""}`} />
      <p className={styles.hint}>{words.foot}</p>
    </>
  );
}

/** A difference of shares in percentage points. */
const points = (share: number) => `${share < 0 ? "−" : "+"}${(Math.abs(share) * 100).toFixed(1)}`;

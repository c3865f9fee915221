import { Empty, Panel, Segments, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { ActivationCountsDocument, type ActivationCountsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { dayOf, shifted } from "../lib/days.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Segments.module.css";

type Found = NonNullable<ActivationCountsQuery["activationCounts"]>;
type Step = Found["steps"][number];

const SPANS = ["30", "90", "365", "ever"] as const;
type Span = (typeof SPANS)[number];

/** How many of those who enrolled lately, or ever, took the first steps, and how many in time. */
export function ActivationPanel() {
  const { activation: words } = useMessages().segments;
  const format = useFormat();
  const { timeZone } = useSignedIn();
  const [span, setSpan] = useState<Span>("90");
  const today = dayOf(new Date(useNow(60_000)), timeZone);
  const enrolledFrom = span === "ever" ? null : shifted(today, 1 - Number(span));
  const asked = useAsk(ActivationCountsDocument, { enrolledFrom }, { keep: true });
  return (
    <Panel title={words.title} flush>
      <p className={styles.worth}>
        <Segments label={words.span} value={span} onChange={setSpan} choices={SPANS.map((key) => ({ key, label: words.spans[key] }))} />
      </p>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ activationCounts }) =>
          activationCounts?.steps.length ? (
            <>
              <p className={styles.worth}>{words.text(format.number(activationCounts.enrolled))}</p>
              <Rows found={activationCounts} />
            </>
          ) : (
            <Empty icon="segments" title={words.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ found }: { found: Found }) {
  const { activation: words } = useMessages().segments;
  const format = useFormat();
  const share = (members: number) => words.share(format.number(members), format.percent(members / Math.max(1, found.enrolled)));
  const columns: readonly Column<Step>[] = [
    { key: "step", name: words.columns.step, cell: ({ step }) => <strong>{(words.steps as Record<string, string>)[step] ?? step}</strong> },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members }) => share(members) },
    { key: "inTime", name: words.columns.inTime, end: true, named: true, cell: ({ inTime }) => share(inTime) },
    { key: "within", name: words.columns.within, end: true, named: true, cell: ({ withinDays }) => words.days(format.number(withinDays)) },
  ];
  return <Table label={words.title} columns={columns} rows={found.steps} keyOf={({ step }) => step} />;
}

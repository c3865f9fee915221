import { Empty, Panel, Segments, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { InsightReportsDocument, type FigureFragment, type InsightReportsQuery, type MetricGrain } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Insight.module.css";
import { shownAs } from "./numbers.js";

type Report = NonNullable<InsightReportsQuery["insightReports"]>["edges"][number]["node"];
type Line = Report["lines"][number];
type Message = Report["messages"][number];

const GRAINS = ["DAY", "WEEK", "MONTH"] as const satisfies readonly MetricGrain[];

/** Reports never change; a number that late activities changed stands beside what was told. */
export function ReportsPanel({ currency }: { currency: string | null }) {
  const { insight: words } = useMessages();
  const [grain, setGrain] = useState<MetricGrain>("DAY");
  const asked = useAsk(InsightReportsDocument, { grain }, { keep: true });
  return (
    <Panel title={words.reports}>
      <Segments label={words.by} value={grain} onChange={setGrain} choices={GRAINS.map((key) => ({ key, label: words.grains[key] }))} />
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ insightReports }) =>
          insightReports?.edges.length ? (
            insightReports.edges.map(({ node }) => <One key={node.day} report={node} currency={currency} />)
          ) : (
            <Empty icon="insight" title={words.noReports}>
              {words.noReportsText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function One({ report, currency }: { report: Report; currency: string | null }) {
  const { insight: words } = useMessages();
  const format = useFormat();
  const shown = (line: Line, number: Pick<FigureFragment, "value"> | null) =>
    number ? shownAs(format, line.metric, number.value, currency) : words.nothing;
  const columns: readonly Column<Line>[] = [
    { key: "metric", name: words.metric, cell: ({ metric }) => metric.name },
    { key: "number", name: words.told, end: true, named: true, cell: (line) => shown(line, line.number) },
    {
      key: "now",
      name: words.since,
      end: true,
      named: true,
      cell: (line) => {
        const last = line.restatements.at(-1);
        return last ? <strong>{words.restatedTo(shown(line, last.number), format.shortDate(last.at))}</strong> : words.same;
      },
    },
  ];
  return (
    <details className={styles.report}>
      <summary>{words.reportOf(format.day(report.day), format.dateTime(report.madeAt))}</summary>
      <Table label={words.reportOf(format.day(report.day), format.dateTime(report.madeAt))} columns={columns} rows={report.lines} keyOf={({ metric }) => metric.code} />
      {report.messages.length > 0 && <Messages messages={report.messages} />}
    </details>
  );
}

/** By which channels the report went to operators, and what became of each message. */
function Messages({ messages }: { messages: readonly Message[] }) {
  const {
    insight: { reportMessages: words },
  } = useMessages();
  const format = useFormat();
  return (
    <ul className={styles.messages} aria-label={words.title}>
      {messages.map((each) => (
        <li key={`${each.channel}/${each.language}`}>
          {words.channels[each.channel] ?? each.channel}, {words.languages[each.language] ?? each.language}:{" "}
          <strong>{words.at(words.states[each.state] ?? each.state, format.dateTime(each.at))}</strong>
          {each.problem && ` · ${words.problems[each.problem] ?? each.problem}`}
          {each.nextAt && each.attempts > 0 && ` · ${words.again(format.dateTime(each.nextAt), format.number(each.attempts))}`}
        </li>
      ))}
    </ul>
  );
}

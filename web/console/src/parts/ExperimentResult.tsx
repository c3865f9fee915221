import { Badge, Facts, Intervals, Panel, Table, type Column, type Tone } from "@tessera/kit";

import type { ExperimentResultFragment } from "../generated/documents.js";
import { useFormat, type Format } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Stack } from "./Page.js";
import styles from "./Parts.module.css";

/** What a result is told of: the names of the arms, and the metric that decides. */
export interface Tried {
  readonly arms: readonly { readonly code: string; readonly name: string }[];
  readonly primaryMetric: string;
}

export const VERDICTS: Record<string, Tone> = {
  COLLECTING: "plain",
  BETTER: "good",
  WORSE: "bad",
  NO_DIFFERENCE: "plain",
  INCONCLUSIVE: "warn",
  INVALID: "bad",
};

const COLOURS: Record<string, Tone> = { GREEN: "good", YELLOW: "warn", RED: "bad", GREY: "plain" };

/** A figure of a metric as people write it: a rate in percent, else a number of two places. */
export function shown(format: Format, metric: string, value: number): string {
  if (metric.endsWith("_rate")) return format.percent(value);
  return format.number(Math.round(value * 100) / 100);
}

/** The result as of a time: the verdict and why, arms, intervals, sizes and guardrails. */
export function ExperimentResult({ experiment, look }: { experiment: Tried; look: ExperimentResultFragment }) {
  const { experiments: words } = useMessages();
  const format = useFormat();
  const nameOf = (code: string) => experiment.arms.find((arm) => arm.code === code)?.name ?? code;
  const metrics = [...new Set(look.differences.map(({ metric }) => metric))];
  return (
    <Stack>
      <Panel
        title={words.result}
        actions={<Badge tone={VERDICTS[look.verdict] ?? "plain"}>{words.verdicts[look.verdict] ?? look.verdict}</Badge>}
      >
        <p>{look.why}</p>
        <p className={styles.asOf}>{words.asOf(format.dateTime(look.asOf))}</p>
        <Facts
          facts={[
            [words.sizes, `${words.colours[look.sizes] ?? look.sizes} (p = ${look.sizesP.toPrecision(2)})`],
            [words.crossed, format.number(look.crossed)],
          ]}
        />
      </Panel>
      <Panel title={words.arms} flush>
        <Table
          label={words.arms}
          columns={armColumns(words, format, experiment, nameOf)}
          rows={look.arms}
          keyOf={({ arm }) => arm}
        />
      </Panel>
      {metrics.map((metric) => (
        <Panel key={metric} title={words.difference(words.metrics[metric] ?? metric)}>
          <Intervals
            title={words.difference(words.metrics[metric] ?? metric)}
            names={[words.columns.arm, words.columns.difference]}
            value={(value) => `${value > 0 ? "+" : ""}${shown(format, metric, value)}`}
            intervals={look.differences
              .filter((each) => each.metric === metric)
              .map(({ arm, ...each }) => ({ key: arm, name: nameOf(arm), ...each }))}
          />
        </Panel>
      ))}
      {look.guardrails.length > 0 && (
        <Panel title={words.guardrails} flush>
          <Table
            label={words.guardrails}
            columns={guardrailColumns(words, format, nameOf)}
            rows={look.guardrails}
            keyOf={({ metric, arm }) => `${metric}/${arm}`}
          />
        </Panel>
      )}
    </Stack>
  );
}

type Words = ReturnType<typeof useMessages>["experiments"];

function armColumns(
  words: Words,
  format: Format,
  experiment: Tried,
  nameOf: (code: string) => string,
): readonly Column<ExperimentResultFragment["arms"][number]>[] {
  return [
    { key: "arm", name: words.columns.arm, cell: ({ arm }) => nameOf(arm) },
    { key: "exposed", name: words.columns.members, end: true, named: true, cell: ({ exposed }) => format.number(exposed) },
    { key: "mature", name: words.columns.mature, end: true, named: true, cell: ({ mature }) => format.number(mature) },
    {
      key: "value",
      name: words.metrics[experiment.primaryMetric] ?? experiment.primaryMetric,
      end: true,
      named: true,
      cell: ({ value }) => (value === null ? "—" : shown(format, experiment.primaryMetric, value)),
    },
  ];
}

function guardrailColumns(
  words: Words,
  format: Format,
  nameOf: (code: string) => string,
): readonly Column<ExperimentResultFragment["guardrails"][number]>[] {
  return [
    { key: "metric", name: words.columns.guardrail, cell: ({ metric }) => words.metrics[metric] ?? metric },
    { key: "arm", name: words.columns.arm, cell: ({ arm }) => nameOf(arm) },
    {
      key: "value",
      name: words.columns.value,
      end: true,
      named: true,
      cell: ({ metric, value }) => (value === null ? "—" : shown(format, metric, value)),
    },
    { key: "max", name: words.columns.max, end: true, named: true, cell: ({ metric, max }) => shown(format, metric, max) },
    {
      key: "colour",
      name: words.columns.standing,
      cell: ({ colour }) => <Badge tone={COLOURS[colour] ?? "plain"}>{words.colours[colour] ?? colour}</Badge>,
    },
  ];
}

import { Link, useParams } from "@tanstack/react-router";
import { Badge, Button, Facts, Notice, Panel } from "@tessera/kit";
import { useState } from "react";

import {
  AdvanceExperimentDocument,
  ExperimentDocument,
  StartExperimentDocument,
  type ExperimentQuery,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { ExperimentResult } from "../parts/ExperimentResult.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import styles from "./Experiments.module.css";
import { EVERY_MS, STATES } from "./ExperimentsPage.js";
import { StopDialog } from "./StopDialog.js";

export type Shown = NonNullable<ExperimentQuery["experiment"]>;

/** One experiment: its plan, its stage, what it says so far, and its stop. */
export function ExperimentPage() {
  const { code } = useParams({ from: "/experiments/$code" });
  const asked = useAsk(ExperimentDocument, { code }, { keep: true, everyMs: EVERY_MS });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ experiment }) => experiment && <Page experiment={experiment} />}
    </Answered>
  );
}

function Page({ experiment }: { experiment: Shown }) {
  const { experiments: words } = useMessages();
  const { may } = useSignedIn();
  const start = useWish(StartExperimentDocument, "experiment-start");
  const advance = useWish(AdvanceExperimentDocument, "experiment-advance");
  const [stopping, setStopping] = useState(false);
  const { code, state, stage, stages, draft, askedBy, look } = experiment;
  const next = stages[stage + 1];
  const wish = state === "READY" ? start : advance;
  return (
    <>
      <PageHead
        title={experiment.name}
        lead={
          <span className={styles.marks}>
            <Link to="/experiments">{words.list}</Link>
            <Badge tone={STATES[state] ?? "plain"}>{draft ? words.draft : (words.states[state] ?? state)}</Badge>
          </span>
        }
      >
        {may("feedback:write") && state !== "STOPPED" && !draft && next && (
          <Button look="primary" isPending={wish.isPending} onPress={() => void wish.run({ code }).catch(() => undefined)}>
            {askedBy ? words.agree : state === "READY" ? words.start : words.advance(words.stages[next.kind] ?? next.kind)}
          </Button>
        )}
        {may("feedback:write") && state === "RUNNING" && (
          <Button onPress={() => setStopping(true)}>{words.stop}</Button>
        )}
      </PageHead>
      <Stack>
        <WishProblem said={start.said || advance.said} error={start.error ?? advance.error} />
        {askedBy && <Notice tone="info">{words.waits(askedBy)}</Notice>}
        {look ? <ExperimentResult experiment={experiment} look={look} /> : <Notice tone="info">{words.noLook}</Notice>}
        <Plan experiment={experiment} />
      </Stack>
      {stopping && <StopDialog experiment={experiment} onClose={() => setStopping(false)} />}
    </>
  );
}

function Plan({ experiment }: { experiment: Shown }) {
  const { experiments: words } = useMessages();
  const format = useFormat();
  const facts: [string, string][] = [
    [words.arms, format.list(experiment.arms.map(({ name, weight }) => `${name} (${weight})`))],
    [words.unit, words.units[experiment.unit] ?? experiment.unit],
    [words.primary, words.within(words.metrics[experiment.primaryMetric] ?? experiment.primaryMetric, experiment.withinDays)],
    [
      words.judged,
      experiment.sequential
        ? words.always
        : experiment.plannedSize === null
          ? words.atHorizon
          : words.once(format.number(experiment.plannedSize)),
    ],
    [
      words.stagesTitle,
      experiment.stages
        .map(({ kind, percent, stores, days }) =>
          words.stageOf(words.stages[kind] ?? kind, kind === "SAFETY" ? format.list(stores) : `${percent} %`, days),
        )
        .join(" → "),
    ],
  ];
  if (experiment.startedAt && experiment.startedBy) {
    facts.push([words.started, words.by(experiment.startedBy, format.dateTime(experiment.startedAt))]);
  }
  if (experiment.horizonAt) facts.push([words.horizon, format.dateTime(experiment.horizonAt)]);
  if (experiment.stoppedAt) {
    const who = experiment.stoppedByGuardrail ? words.guardrail : (experiment.stoppedBy ?? words.itself);
    facts.push([words.stopped, words.by(who, format.dateTime(experiment.stoppedAt))]);
    if (experiment.stopWords) facts.push([words.reason, experiment.stopWords]);
    facts.push([words.kept, experiment.keptArm ?? ""]);
  }
  return (
    <Panel title={words.plan}>
      <Facts facts={facts} />
      <details className={styles.frozen}>
        <summary>{words.rule}</summary>
        <pre className={styles.rule}>{JSON.stringify(JSON.parse(experiment.rule), null, 2)}</pre>
      </details>
    </Panel>
  );
}

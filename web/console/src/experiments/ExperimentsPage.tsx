import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { ExperimentsDocument, type ExperimentsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { VERDICTS } from "../parts/ExperimentResult.js";
import { Answered, Lines, NewestOlder, PageHead } from "../parts/Page.js";
import styles from "./Experiments.module.css";

type Listed = NonNullable<ExperimentsQuery["experiments"]>["edges"][number]["node"];

export const EVERY_MS = 30_000;
export const STATES: Record<string, Tone> = { READY: "plain", RUNNING: "good", STOPPED: "warn" };

/** The experiments of the programme: how far each is, and what it says. */
export function ExperimentsPage() {
  const { experiments: words } = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(ExperimentsDocument, { after }, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <Panel title={words.list} flush>
        <Answered asked={asked} loading={<Lines count={4} />}>
          {({ experiments: page }) =>
            page?.edges.length ? (
              <>
                <Rows experiments={page.edges.map(({ node }) => node)} />
                <NewestOlder after={after} page={page.pageInfo} onTurn={setAfter} />
              </>
            ) : (
              <Empty icon="experiments" title={words.none}>
                {words.noneText}
              </Empty>
            )
          }
        </Answered>
      </Panel>
    </>
  );
}

function Rows({ experiments }: { experiments: readonly Listed[] }) {
  const { experiments: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Listed>[] = [
    {
      key: "experiment",
      name: words.columns.experiment,
      cell: ({ code, name }) => (
        <span className={styles.name}>
          <Link to="/experiments/$code" params={{ code }}>
            {name}
          </Link>
          <code>{code}</code>
        </span>
      ),
    },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ state, draft, askedBy, stage, stages }) => (
        <span className={styles.marks}>
          <Badge tone={STATES[state] ?? "plain"}>{draft ? words.draft : (words.states[state] ?? state)}</Badge>
          {state === "RUNNING" && <span className={styles.muted}>{words.stages[stages[stage]?.kind ?? ""] ?? ""}</span>}
          {askedBy && <Badge tone="warn">{words.asked}</Badge>}
        </span>
      ),
    },
    {
      key: "verdict",
      name: words.columns.verdict,
      cell: ({ look }) =>
        look && <Badge tone={VERDICTS[look.verdict] ?? "plain"}>{words.verdicts[look.verdict] ?? look.verdict}</Badge>,
    },
    {
      key: "members",
      name: words.columns.members,
      end: true,
      named: true,
      cell: ({ look }) => format.number(look?.arms.reduce((sum, { exposed }) => sum + exposed, 0) ?? 0),
    },
  ];
  return <Table label={words.list} columns={columns} rows={experiments} keyOf={({ code }) => code} />;
}

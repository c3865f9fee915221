import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Notice, Panel, Segments, Table, Tile, Tiles, type Column } from "@tessera/kit";
import { useState } from "react";

import { DryRunDocument, StartDryRunDocument, type TriedDraftFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, Stack, WishProblem } from "../parts/Page.js";
import styles from "./Programme.module.css";

const DAYS = ["7", "30", "90"] as const;
const EVERY_MS = 2_000;

type Report = NonNullable<TriedDraftFragment["report"]>;

/** What the draft would have given over past days, beside the programme in force. */
export function DryRunTab({ text }: { text: string }) {
  const { app, programme } = useMessages();
  const words = programme.dryRun;
  const { may } = useSignedIn();
  const [days, setDays] = useState<(typeof DAYS)[number]>("30");
  const [going, setGoing] = useState(true);
  const asked = useAsk(DryRunDocument, {}, { keep: true, ...(going && { everyMs: EVERY_MS }) });
  const wish = useWish(StartDryRunDocument, "dry");
  const run = asked.data?.data.dryRun;
  const isOpen = run?.state === "QUEUED" || run?.state === "RUNNING";
  if (asked.data && isOpen !== going) setGoing(isOpen);
  const start = () => void wish.run({ sourceYaml: text, days: Number(days) }).catch(() => undefined);
  return (
    <Stack>
      <Panel title={words.title}>
        <Stack>
          <p>{words.lead}</p>
          {may("programmes:write") ? (
            <div className={styles.actions}>
              <Segments
                label={words.days}
                value={days}
                onChange={setDays}
                choices={DAYS.map((key) => ({ key, label: words.ofDays(key) }))}
              />
              <Button look="primary" isDisabled={isOpen} isPending={wish.isPending} onPress={start}>
                {words.start}
              </Button>
            </div>
          ) : (
            <Notice tone="info">{app.states.needs("programmes:write")}</Notice>
          )}
          <WishProblem said={wish.said} error={wish.error} />
        </Stack>
      </Panel>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {(data) =>
          data.dryRun ? (
            <Tried run={data.dryRun} />
          ) : (
            <Empty icon="programme" title={words.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
    </Stack>
  );
}

function Tried({ run }: { run: TriedDraftFragment }) {
  const { programme } = useMessages();
  const words = programme.dryRun;
  const format = useFormat();
  const states: Record<string, string> = words.states;
  return (
    <Stack>
      <Panel title={words.last}>
        <Stack>
          <p>
            <Badge tone={run.state === "DONE" ? "good" : run.state === "FAILED" ? "bad" : "plain"}>
              {states[run.state] ?? run.state}
            </Badge>{" "}
            {words.span(format.dateTime(run.since), format.dateTime(run.askedAt), run.askedBy)}{" "}
            {words.tried(format.number(run.activities))}
          </p>
          {run.state === "DONE" && !run.complete && (
            <Notice tone="warn">{words.cut(run.reachedAt ? format.dateTime(run.reachedAt) : "")}</Notice>
          )}
          {run.report && <Worth report={run.report} version={run.inForceVersion} />}
        </Stack>
      </Panel>
      {run.report && <Effects report={run.report} />}
    </Stack>
  );
}

function Worth({ report, version }: { report: Report; version: number | null }) {
  const { books, programme } = useMessages();
  const words = programme.dryRun;
  const format = useFormat();
  return (
    <Tiles>
      {report.assets.map(({ asset, now, draft, membersGain, membersLose, nowWorth, draftWorth }) => (
        <Tile
          key={asset}
          name={books.assets[asset] ?? asset}
          note={
            <>
              {words.beside(format.number(now), String(version ?? ""))} {words.moved(format.number(membersGain), format.number(membersLose))}
              {nowWorth && draftWorth && (
                <> {words.worth(format.money(draftWorth.minorUnits - nowWorth.minorUnits, draftWorth.currencyCode))}</>
              )}
            </>
          }
        >
          {format.number(draft)}
        </Tile>
      ))}
      {(report.refusedNow > 0 || report.refusedDraft > 0) && (
        <Tile name={words.refused} note={words.beside(format.number(report.refusedNow), String(version ?? ""))}>
          {format.number(report.refusedDraft)}
        </Tile>
      )}
    </Tiles>
  );
}

interface Amounts {
  asset: string;
  now: number;
  draft: number;
}

function Effects({ report }: { report: Report }) {
  const { programme } = useMessages();
  const words = programme.dryRun;
  const amounts = useAmounts();
  return (
    <>
      <Panel title={words.rules} flush>
        <Table
          label={words.rules}
          columns={[
            { key: "rule", name: words.columns.rule, named: true, cell: ({ rule }) => <code>{rule}</code> },
            ...amounts,
          ]}
          rows={report.rules}
          keyOf={({ rule, asset }) => `${rule}/${asset}`}
        />
      </Panel>
      {report.members.length > 0 && (
        <Panel title={words.members} flush>
          <Table
            label={words.members}
            columns={[
              {
                key: "member",
                name: words.columns.member,
                named: true,
                cell: ({ memberId }) => (
                  <Link to="/members/$id" params={{ id: memberId }}>
                    <code>{memberId}</code>
                  </Link>
                ),
              },
              ...amounts,
            ]}
            rows={report.members}
            keyOf={({ memberId, asset }) => `${memberId}/${asset}`}
          />
        </Panel>
      )}
    </>
  );
}

function useAmounts(): readonly Column<Amounts>[] {
  const { books, programme } = useMessages();
  const { columns } = programme.dryRun;
  const format = useFormat();
  return [
    { key: "asset", name: columns.asset, cell: ({ asset }) => books.assets[asset] ?? asset },
    { key: "now", name: columns.now, end: true, cell: ({ now }) => format.number(now) },
    { key: "draft", name: columns.draft, end: true, cell: ({ draft }) => format.number(draft) },
    {
      key: "difference",
      name: columns.difference,
      end: true,
      cell: ({ now, draft }) => `${draft > now ? "+" : ""}${format.number(draft - now)}`,
    },
  ];
}

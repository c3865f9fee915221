import { Badge, Empty, Meter, Panel, Table, type Column, type IconName, type Tone } from "@tessera/kit";
import { useState } from "react";

import { BudgetsDocument, type BudgetRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import styles from "./Budgets.module.css";
import { CampaignsPanel } from "./CampaignsPanel.js";
import { byUrgency, stateOf, type BudgetState } from "./state.js";
import { WakeUpsPanel } from "./WakeUpsPanel.js";

const TONES: Record<BudgetState, Tone> = { stopped: "bad", near: "warn", within: "good" };
const ICONS: Record<BudgetState, IconName> = { stopped: "close", near: "alert", within: "check" };
const EVERY_MS = 30_000;
const PAGE = 50;
const PAGE_MAX = 100;

/** What campaigns and rules may give at most, what they gave, and which of them stopped. */
export function BudgetsPage() {
  const { budgets } = useMessages();
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(BudgetsDocument, { first }, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={budgets.title} lead={budgets.lead} />
      <Stack>
        <Panel title={budgets.list} flush>
          <Answered asked={asked} loading={<Lines count={6} />}>
            {(data) => (
              <>
                {data.budgets?.edges.length === 0 ? (
                  <Empty icon="budgets" title={budgets.none}>
                    {budgets.noneText}
                  </Empty>
                ) : (
                  <Rows budgets={byUrgency(data.budgets?.edges.map(({ node }) => node) ?? [])} />
                )}
                {data.budgets?.pageInfo.hasNextPage && first < PAGE_MAX && (
                  <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
                )}
              </>
            )}
          </Answered>
        </Panel>
        <CampaignsPanel />
        <WakeUpsPanel />
      </Stack>
    </>
  );
}

function Rows({ budgets }: { budgets: readonly BudgetRowFragment[] }) {
  const { books, budgets: words } = useMessages();
  const format = useFormat();
  const kinds: Record<string, string> = words.kinds;
  const columns: readonly Column<BudgetRowFragment>[] = [
    {
      key: "subject",
      name: words.columns.subject,
      cell: ({ kind, subject }) => (
        <span className={styles.subject}>
          <strong>{subject.name}</strong>
          <span>
            {kinds[kind] ?? kind} <code>{subject.code}</code>
          </span>
        </span>
      ),
    },
    {
      key: "used",
      name: words.columns.used,
      cell: ({ kind, asset, issued, limit, sharePercent }) => (
        <span className={styles.used}>
          <Meter
            label={kind === "FIRST" ? words.first : (books.assets[asset] ?? asset)}
            text={words.of(format.number(issued), format.number(limit), format.percent(sharePercent / 100))}
            value={issued}
            most={limit}
          />
        </span>
      ),
    },
    {
      key: "left",
      name: words.columns.left,
      end: true,
      named: true,
      cell: ({ issued, limit }) => format.number(Math.max(0, limit - issued)),
    },
    {
      key: "state",
      name: words.columns.state,
      cell: (budget) => {
        const state = stateOf(budget);
        return (
          <span className={styles.subject}>
            <span>
              <Badge tone={TONES[state]} icon={ICONS[state]}>
                {words.states[state]}
              </Badge>
            </span>
            {budget.stoppedAt && <span>{words.since(format.dateTime(budget.stoppedAt))}</span>}
          </span>
        );
      },
    },
  ];
  return (
    <Table
      label={words.list}
      columns={columns}
      rows={budgets}
      keyOf={({ kind, subject, asset }) => `${kind}/${subject.code}/${asset}`}
    />
  );
}

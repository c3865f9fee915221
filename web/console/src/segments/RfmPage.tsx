import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, Tile, Tiles, toast, type Column } from "@tessera/kit";

import { RfmPageDocument, RunRfmDocument, type RfmPageQuery } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import styles from "./Segments.module.css";

type Run = NonNullable<RfmPageQuery["rfm"]>["runs"][number];

const SCORES = [3, 2, 1] as const;
/** A run of a small brand takes seconds. */
const EVERY_MS = 5_000;

/** Members by recency and money of their orders, by class, and by value and activity, as the last run scored them. */
export function RfmPage() {
  const { segments } = useMessages();
  const words = segments.rfm;
  const format = useFormat();
  const { may } = useSignedIn();
  const wish = useWish(RunRfmDocument, "rfm");
  const asked = useAsk(RfmPageDocument, {}, { keep: true, everyMs: EVERY_MS });
  const found = asked.data?.data.rfm;
  const on = found?.runs[0]?.on;
  const run = async () => {
    const outcome = await wish.run({}).catch(() => undefined);
    if (outcome && "done" in outcome) toast(words.asked);
  };
  return (
    <>
      <PageHead
        title={words.title}
        lead={
          <span className={styles.lead}>
            <Link to="/segments">{segments.back}</Link>
            {on && <span>{words.lead(format.day(on))}</span>}
            {found?.running && <Badge tone="info">{words.running}</Badge>}
          </span>
        }
      >
        {found?.declared && may("members:write") && (
          <Button isPending={wish.isPending} isDisabled={found.running} onPress={() => void run()}>
            {words.run}
          </Button>
        )}
      </PageHead>
      <Stack>
        <WishProblem said={wish.said} error={wish.error} />
        <Answered asked={asked} loading={<Lines count={8} />}>
          {({ rfm }) =>
            rfm?.runs[0] ? (
              <Runs latest={rfm.runs[0]} runs={rfm.runs} />
            ) : (
              <Panel title={words.table}>
                <Empty icon="segments" title={rfm?.declared ? words.waits : words.none}>
                  {rfm?.declared ? words.waitsText : words.noneText}
                </Empty>
              </Panel>
            )
          }
        </Answered>
      </Stack>
    </>
  );
}

function Runs({ latest, runs }: { latest: Run; runs: readonly Run[] }) {
  return (
    <>
      <Matrix run={latest} />
      <Classes run={latest} />
      <Activity run={latest} />
      <Months runs={runs} />
    </>
  );
}

interface Row {
  readonly recency: number;
  readonly cells: Readonly<Record<number, { readonly members: number; readonly valueClass: string }>>;
}

/** Members by recency and money, whatever their frequency. */
export function rowsOf(cells: Run["cells"]): readonly Row[] {
  return SCORES.map((recency) => ({
    recency,
    cells: Object.fromEntries(
      SCORES.map((monetary) => {
        const alike = cells.filter((cell) => cell.recency === recency && cell.monetary === monetary);
        const members = alike.reduce((sum, cell) => sum + cell.members, 0);
        return [monetary, { members, valueClass: alike[0]?.valueClass ?? "" }];
      }),
    ),
  }));
}

function Matrix({ run }: { run: Run }) {
  const { rfm: words } = useMessages().segments;
  const format = useFormat();
  const [latest = 0, middle = 0] = run.cuts.recencyDays;
  const days: Record<number, string> = {
    3: words.within(format.number(latest)),
    2: words.within(format.number(middle)),
    1: words.beyond(format.number(middle + 1)),
  };
  const [some, much] = run.cuts.spent.map(({ currencyCode, minorUnits }) => format.money(minorUnits, currencyCode));
  const money: Record<number, string> = { 3: words.from(much ?? ""), 2: words.from(some ?? ""), 1: words.below(some ?? "") };
  const columns: readonly Column<Row>[] = [
    {
      key: "recency",
      name: words.corner,
      cell: ({ recency }) => (
        <span className={styles.name}>
          <strong>{words.recency[recency]}</strong>
          <span>{days[recency]}</span>
        </span>
      ),
    },
    ...SCORES.map((monetary): Column<Row> => ({
      key: `m${monetary}`,
      name: `${words.monetary[monetary]} · ${money[monetary]}`,
      named: true,
      cell: ({ cells }) => (
        <span className={styles.name}>
          <strong>{format.number(cells[monetary]?.members ?? 0)}</strong>
          <code>{cells[monetary]?.valueClass}</code>
        </span>
      ),
    })),
  ];
  return (
    <Panel title={words.table} flush>
      <Table label={words.table} columns={columns} rows={rowsOf(run.cells)} keyOf={({ recency }) => String(recency)} />
    </Panel>
  );
}

function Classes({ run }: { run: Run }) {
  const { rfm: words } = useMessages().segments;
  const format = useFormat();
  const currency = run.cuts.spent[0]?.currencyCode ?? "CNY";
  const columns: readonly Column<Run["classes"][number]>[] = [
    { key: "code", name: words.columns.code, cell: ({ code }) => <code>{code}</code> },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members }) => format.number(members) },
    { key: "share", name: words.columns.share, end: true, named: true, cell: ({ members }) => format.percent(members / Math.max(1, run.members)) },
    {
      key: "value",
      name: words.columns.value,
      end: true,
      named: true,
      cell: ({ members, valueMinor }) => format.money(Math.round(valueMinor / Math.max(1, members)), currency),
    },
  ];
  return (
    <Panel title={words.classes} flush>
      <Table label={words.classes} columns={columns} rows={run.classes} keyOf={({ code }) => code} />
    </Panel>
  );
}

function Activity({ run }: { run: Run }) {
  const { rfm: words } = useMessages().segments;
  const format = useFormat();
  return (
    <Panel title={words.activity}>
      <Tiles>
        {run.valueActivity.map(({ highValue, active, members }) => (
          <Tile key={`${highValue}/${active}`} name={`${highValue ? words.high : words.low} · ${active ? words.active : words.quiet}`}>
            {format.number(members)}
          </Tile>
        ))}
      </Tiles>
    </Panel>
  );
}

function Months({ runs }: { runs: readonly Run[] }) {
  const { rfm: words } = useMessages().segments;
  const format = useFormat();
  const columns: readonly Column<{ readonly run: Run; readonly n: number }>[] = [
    { key: "on", name: words.monthColumns.on, cell: ({ run }) => format.day(run.on) },
    { key: "cause", name: words.monthColumns.cause, named: true, cell: ({ run }) => words.causes[run.cause] ?? run.cause },
    { key: "cuts", name: words.monthColumns.cuts, named: true, cell: ({ run }) => (run.cuts.terciles ? words.terciles : words.points) },
    { key: "members", name: words.monthColumns.members, end: true, named: true, cell: ({ run }) => format.number(run.members) },
  ];
  return (
    <Panel title={words.months} flush>
      <Table label={words.months} columns={columns} rows={runs.map((run, n) => ({ run, n }))} keyOf={({ n }) => String(n)} />
    </Panel>
  );
}

import { Link, useParams } from "@tanstack/react-router";
import { Bars, Button, Empty, Facts, Meter, Notice, Panel, Table, Tile, Tiles, type Column } from "@tessera/kit";

import { CampaignReportDocument, type CampaignDayRowFragment, type CampaignReportQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { saveFile } from "../lib/saveFile.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { csvOf } from "./campaignCsv.js";

type Report = NonNullable<CampaignReportQuery["campaignReport"]>;
const CHART_DAYS = 31;

/** What became of a campaign: whom it reached, what it gave, what they bought, against its target. */
export function CampaignPage() {
  const { code } = useParams({ from: "/budgets/$code" });
  const { campaigns: words } = useMessages().budgets;
  const asked = useAsk(CampaignReportDocument, { code }, { keep: true });
  return (
    <Answered asked={asked} loading={<Lines count={10} />}>
      {({ campaignReport: report }) =>
        report ? (
          <Told report={report} />
        ) : (
          <>
            <PageHead title={code} />
            <Empty icon="budgets" title={words.missing} action={<Link to="/budgets">{words.back}</Link>}>
              {words.missingText}
            </Empty>
          </>
        )
      }
    </Answered>
  );
}

function Told({ report }: { report: Report }) {
  const { campaigns: words } = useMessages().budgets;
  const format = useFormat();
  const { campaign, days } = report;
  const save = () =>
    saveFile(`${campaign.subject.code}.csv`, new Blob([csvOf(report)], { type: "text/csv;charset=utf-8" }));
  return (
    <>
      <PageHead title={campaign.subject.name} lead={words.asOf(format.dateTime(report.asOf))}>
        <Button onPress={save}>{words.csv}</Button>
      </PageHead>
      <Stack>
        {!report.complete && <Notice tone="warn">{words.incomplete}</Notice>}
        <Sums report={report} />
        <Targets report={report} />
        <Panel title={words.byDay}>
          {days.length ? (
            <>
              <Bars
                title={words.membersByDay}
                names={[words.day, words.columns.members]}
                bars={days.slice(-CHART_DAYS).map((one) => ({ key: one.day ?? "", name: format.shortDay(one.day ?? ""), value: one.members }))}
                value={(members) => format.number(members)}
              />
              <Days days={days} />
            </>
          ) : (
            <Empty icon="budgets" title={words.nothing}>
              {words.nothingText}
            </Empty>
          )}
        </Panel>
        <Panel title={words.points}>
          <Facts
            facts={[
              [words.issued, format.number(report.issued)],
              [words.redeemed, format.number(report.redeemed)],
              [words.expired, format.number(report.expired)],
              [words.clawedBack, format.number(report.clawedBack)],
              [words.outstanding, format.number(report.outstanding)],
            ]}
          />
        </Panel>
      </Stack>
    </>
  );
}

function Sums({ report }: { report: Report }) {
  const { campaigns: words } = useMessages().budgets;
  const format = useFormat();
  const { total, cost } = report;
  return (
    <Tiles>
      <Tile name={words.columns.members} note={words.awards(format.number(total.awards))}>
        {format.number(total.members)}
      </Tile>
      <Tile name={words.columns.orders}>{format.number(total.orders)}</Tile>
      <Tile name={words.columns.revenue} note={words.gross}>
        {format.money(total.revenue.minorUnits, total.revenue.currencyCode)}
      </Tile>
      <Tile name={words.cost} note={words.costNote}>
        {cost ? format.money(cost.minorUnits, cost.currencyCode) : words.noWorth}
      </Tile>
      <Tile name={words.coupons} note={words.couponsUsed(format.number(report.couponsUsed))}>
        {format.number(report.couponsGranted)}
      </Tile>
    </Tiles>
  );
}

/** How far it is from where the brand wants it, and from the end of its budget. */
function Targets({ report }: { report: Report }) {
  const { budgets } = useMessages();
  const { campaigns: words } = budgets;
  const format = useFormat();
  const { campaign, total, budgetLimit, budgetUsed } = report;
  const money = (minor: number) => format.money(minor, total.revenue.currencyCode);
  const rows = [
    { name: words.columns.members, value: total.members, most: campaign.targetMembers, text: format.number },
    { name: words.columns.orders, value: total.orders, most: campaign.targetOrders, text: format.number },
    { name: words.columns.revenue, value: total.revenue.minorUnits, most: campaign.targetRevenue?.minorUnits ?? null, text: money },
    { name: words.budget, value: budgetUsed, most: budgetLimit, text: format.number },
  ];
  const shown = rows.flatMap(({ most, ...row }) => (most ? [{ ...row, most }] : []));
  if (!shown.length) return null;
  return (
    <Panel title={words.targets}>
      <Stack>
        {shown.map(({ name, value, most, text }) => (
          <Meter key={name} label={name} text={budgets.of(text(value), text(most), format.percent(value / most))} value={value} most={most} />
        ))}
      </Stack>
    </Panel>
  );
}

function Days({ days }: { days: readonly CampaignDayRowFragment[] }) {
  const { campaigns: words } = useMessages().budgets;
  const format = useFormat();
  const figure = (key: "awards" | "members" | "points" | "orders"): Column<CampaignDayRowFragment> => ({
    key,
    name: words.columns[key],
    end: true,
    named: true,
    cell: (one) => format.number(one[key]),
  });
  const columns: readonly Column<CampaignDayRowFragment>[] = [
    { key: "day", name: words.day, cell: ({ day }) => format.day(day ?? "") },
    figure("members"),
    figure("awards"),
    figure("points"),
    figure("orders"),
    {
      key: "revenue",
      name: words.columns.revenue,
      end: true,
      named: true,
      cell: ({ revenue }) => format.money(revenue.minorUnits, revenue.currencyCode),
    },
  ];
  return <Table label={words.byDay} columns={columns} rows={days} keyOf={({ day }) => day ?? ""} />;
}

import { Link } from "@tanstack/react-router";
import { Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { CampaignsDocument, type CampaignRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More } from "../parts/Page.js";

const PAGE = 20;
const PAGE_MAX = 100;

/** The campaigns of the programme, each with the way to its report. */
export function CampaignsPanel() {
  const { campaigns } = useMessages().budgets;
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(CampaignsDocument, { first }, { keep: true });
  return (
    <Panel title={campaigns.title} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {(data) => (
          <>
            {data.campaigns?.edges.length === 0 ? (
              <Empty icon="budgets" title={campaigns.none}>
                {campaigns.noneText}
              </Empty>
            ) : (
              <Rows campaigns={data.campaigns?.edges.map(({ node }) => node) ?? []} />
            )}
            {data.campaigns?.pageInfo.hasNextPage && first < PAGE_MAX && (
              <More isPending={asked.isFetching} onPress={() => setFirst(PAGE_MAX)} />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

function Rows({ campaigns }: { campaigns: readonly CampaignRowFragment[] }) {
  const { campaigns: words } = useMessages().budgets;
  const format = useFormat();
  const columns: readonly Column<CampaignRowFragment>[] = [
    {
      key: "subject",
      name: words.campaign,
      cell: ({ subject }) => (
        <Link to="/budgets/$code" params={{ code: subject.code }}>
          {subject.name}
        </Link>
      ),
    },
    { key: "factor", name: words.factor, end: true, named: true, cell: ({ percent }) => `×${format.number(percent / 100)}` },
    {
      key: "days",
      name: words.days,
      named: true,
      cell: ({ firstDay, lastDay }) => words.window(firstDay ? format.day(firstDay) : "", lastDay ? format.day(lastDay) : ""),
    },
  ];
  return <Table label={words.title} columns={columns} rows={campaigns} keyOf={({ subject }) => subject.code} />;
}

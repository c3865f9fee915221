import { useNavigate, useSearch } from "@tanstack/react-router";
import { Empty, Panel, SelectField, Tile, Tiles } from "@tessera/kit";
import { useState } from "react";

import { RewardsDocument, type CatalogueRewardFragment, type RewardsQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import { RestockDialog } from "./RestockDialog.js";
import { RewardsTable } from "./RewardsTable.js";

const ALL = "ALL";
/** Pieces come a moment after their programme was published. */
const EVERY_MS = 15_000;
const PAGE = 20;
const PAGE_MAX = 100;

type Catalogue = NonNullable<RewardsQuery["rewards"]>;

/** What members can spend points on: the price, what is left, and how often it was taken. */
export function RewardsPage() {
  const { rewards } = useMessages();
  const { category } = useSearch({ from: "/rewards" });
  const navigate = useNavigate();
  const [first, setFirst] = useState(PAGE);
  const [restocked, setRestocked] = useState<CatalogueRewardFragment>();
  const asked = useAsk(RewardsDocument, { first, category: category ?? null }, { keep: true, everyMs: EVERY_MS });
  const categories = asked.data?.data.rewards?.categories ?? [];
  return (
    <>
      <PageHead title={rewards.title} lead={rewards.lead}>
        {categories.length > 0 && (
          <SelectField
            hideLabel
            label={rewards.category}
            value={category ?? ALL}
            onChange={(next) => void navigate({ to: "/rewards", search: { category: next === ALL ? undefined : next } })}
            choices={[
              { key: ALL, label: rewards.all },
              ...categories.map(({ code, name }) => ({ key: code, label: name })),
            ]}
          />
        )}
      </PageHead>
      <Answered asked={asked} loading={<Lines count={8} />}>
        {({ rewards: catalogue }) =>
          catalogue && (
            <Stack>
              <Sums catalogue={catalogue} />
              <Panel title={rewards.catalogue} flush>
                {catalogue.edges.length === 0 ? (
                  <Empty icon="rewards" title={rewards.none}>
                    {rewards.noneText}
                  </Empty>
                ) : (
                  <RewardsTable rewards={catalogue.edges.map(({ node }) => node)} onRestock={setRestocked} />
                )}
                {catalogue.pageInfo.hasNextPage && first < PAGE_MAX && (
                  <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
                )}
              </Panel>
            </Stack>
          )
        }
      </Answered>
      {restocked && <RestockDialog reward={restocked} onClose={() => setRestocked(undefined)} />}
    </>
  );
}

function Sums({ catalogue }: { catalogue: Catalogue }) {
  const { rewards } = useMessages();
  const format = useFormat();
  const nodes = catalogue.edges.map(({ node }) => node);
  return (
    <Tiles>
      <Tile name={rewards.count}>{format.number(catalogue.totalCount)}</Tile>
      <Tile name={rewards.redeemed}>{format.number(nodes.reduce((sum, each) => sum + each.redeemedCount, 0))}</Tile>
      <Tile name={rewards.soldOut}>{format.number(nodes.filter(({ stock }) => stock === 0).length)}</Tile>
    </Tiles>
  );
}

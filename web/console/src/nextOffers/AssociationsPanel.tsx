import { Badge, Button, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { AssociationsDocument, type AssociationRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./NextOffers.module.css";

/** Which series members buy together, with how certain that is; a page of the list at a time. */
export function AssociationsPanel() {
  const { nextOffers: words } = useMessages();
  const format = useFormat();
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(AssociationsDocument, { after }, { keep: true });
  return (
    <Panel title={words.associations} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ associations }) => {
          if (!associations) return null;
          const { edges, buyers, learntAt, pageInfo } = associations;
          return (
            <>
              {edges.length === 0 ? (
                <Empty icon="insight" title={words.noAssociations}>
                  {words.noAssociationsText}
                </Empty>
              ) : (
                <Rows associations={edges.map(({ node }) => node)} />
              )}
              <p className={styles.foot}>
                {learntAt ? words.learnt(format.number(buyers), format.dateTime(learntAt)) : words.notLearnt}
                {after && <Button onPress={() => setAfter(null)}>{words.first}</Button>}
                {pageInfo.hasNextPage && <Button onPress={() => setAfter(pageInfo.endCursor)}>{words.next}</Button>}
              </p>
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

function Rows({ associations }: { associations: readonly AssociationRowFragment[] }) {
  const { nextOffers: words } = useMessages();
  const format = useFormat();
  const bases: Record<string, string> = words.bases;
  const percent = (share: number | null) => (share === null ? "–" : format.percent(share));
  const columns: readonly Column<AssociationRowFragment>[] = [
    { key: "pair", name: words.pairs.pair, cell: ({ ofSeries, toSeries }) => <strong>{words.pair(ofSeries.name, toSeries.name)}</strong> },
    {
      key: "basis",
      name: words.pairs.basis,
      cell: ({ basis }) => <Badge tone={basis === "TOGETHER" ? "good" : "plain"}>{bases[basis] ?? basis}</Badge>,
    },
    {
      key: "both",
      name: words.pairs.both,
      end: true,
      named: true,
      cell: ({ both, ofMembers }) => words.bothOf(format.number(both), format.number(ofMembers)),
    },
    {
      key: "confidence",
      name: words.pairs.confidence,
      end: true,
      named: true,
      cell: ({ confidence, low, high }) => (
        <span className={styles.name}>
          <span>{percent(confidence)}</span>
          {low !== null && high !== null && <span>{words.interval(percent(low), percent(high))}</span>}
        </span>
      ),
    },
    { key: "base", name: words.pairs.base, end: true, named: true, cell: ({ base }) => percent(base) },
    { key: "lift", name: words.pairs.lift, end: true, named: true, cell: ({ lift }) => (lift === null ? "–" : lift.toFixed(1)) },
  ];
  return (
    <Table
      label={words.associations}
      columns={columns}
      rows={associations}
      keyOf={({ ofSeries, toSeries }) => `${ofSeries.code}/${toSeries.code}`}
    />
  );
}

import { Empty, Panel, Table, type Column } from "@tessera/kit";

import { ClustersDocument, type ClustersQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat, type Format } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";
import styles from "./Segments.module.css";

type Found = NonNullable<ClustersQuery["clusters"]>;
type Words = ReturnType<typeof useMessages>["segments"]["clusters"];
export type Centre = Found["clusters"][number];

/** The behavioural clusters by their last run, each with its size and what a typical member of it does. */
export function ClustersPanel() {
  const { clusters: words } = useMessages().segments;
  const format = useFormat();
  const asked = useAsk(ClustersDocument, {}, { keep: true });
  return (
    <Panel title={words.title} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {({ clusters }) =>
          clusters ? (
            <>
              <p className={styles.worth}>
                {words.text(format.day(clusters.on), format.number(clusters.members))}{" "}
                {clusters.sampled < clusters.members && words.drawn(format.number(clusters.sampled))}
              </p>
              <Rows found={clusters} />
            </>
          ) : (
            <Empty icon="segments" title={words.none}>
              {words.noneText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

/** What a typical member of the cluster does, in words. */
export function typical(centre: Centre, currency: string, words: Words, format: Format): string {
  const count = (thousandths: number) => format.number(Math.round(thousandths / 100) / 10);
  return words.typical(
    count(centre.orders90dThousandths),
    format.money(centre.spent90dMinor, currency),
    count(centre.activeDaysThousandths),
    count(centre.contentThousandths),
    count(centre.visitsThousandths),
  );
}

function Rows({ found }: { found: Found }) {
  const { clusters: words } = useMessages().segments;
  const format = useFormat();
  const columns: readonly Column<Centre>[] = [
    {
      key: "cluster",
      name: words.columns.cluster,
      cell: ({ cluster: { code, name } }) => (
        <span className={styles.name}>
          <strong>{name}</strong>
          <code>{code}</code>
        </span>
      ),
    },
    { key: "typical", name: words.columns.typical, named: true, cell: (centre) => typical(centre, found.currency, words, format) },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members }) => <strong>{format.number(members)}</strong> },
    { key: "share", name: words.columns.share, end: true, named: true, cell: ({ members }) => format.percent(members / Math.max(1, found.members)) },
  ];
  return <Table label={words.title} columns={columns} rows={found.clusters} keyOf={({ cluster }) => cluster.code} />;
}

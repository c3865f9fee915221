import { Table, type Column } from "@tessera/kit";

import { RestocksDocument, type RestocksQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines } from "../parts/Page.js";

const SHOWN = 20;

type Restock = NonNullable<RestocksQuery["restocks"]>["edges"][number]["node"];

/** When a reward got pieces, how many, and who published that for which reason. */
export function RestockHistory({ code }: { code: string }) {
  const { history } = useMessages().rewards;
  const asked = useAsk(RestocksDocument, { code, first: SHOWN });
  return (
    <section aria-label={history.title}>
      <h3>{history.title}</h3>
      <Answered asked={asked} loading={<Lines count={2} />}>
        {({ restocks, programmeVersions }) => {
          const published = new Map(programmeVersions?.edges.map(({ node }) => [node.version, node] as const) ?? []);
          const rows = restocks?.edges.map(({ node }) => node) ?? [];
          return rows.length ? <Rows rows={rows} published={published} /> : <p>{history.none}</p>;
        }}
      </Answered>
    </section>
  );
}

function Rows({ rows, published }: { rows: readonly Restock[]; published: ReadonlyMap<number, { publishedBy: string; note: string }> }) {
  const { history } = useMessages().rewards;
  const format = useFormat();
  const columns: readonly Column<Restock>[] = [
    { key: "at", name: history.at, cell: ({ at }) => format.dateTime(at) },
    { key: "pieces", name: history.pieces, end: true, named: true, cell: ({ pieces }) => format.signed(pieces) },
    {
      key: "by",
      name: history.by,
      named: true,
      cell: ({ programmeVersion }) => published.get(programmeVersion)?.publishedBy ?? history.version(format.number(programmeVersion)),
    },
    { key: "why", name: history.why, named: true, cell: ({ programmeVersion }) => published.get(programmeVersion)?.note ?? "" },
  ];
  return <Table label={history.title} columns={columns} rows={rows} keyOf={({ at, programmeVersion }) => `${at}/${String(programmeVersion)}`} />;
}

import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";

import { JourneysDocument, type JourneysQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, PageHead } from "../parts/Page.js";
import styles from "./Journeys.module.css";

type Listed = NonNullable<JourneysQuery["journeys"]>["edges"][number]["node"];

export const EVERY_MS = 30_000;

/** The journeys of the programme: what brings members in, and how many are on each. */
export function JourneysPage() {
  const { journeys: words } = useMessages();
  const asked = useAsk(JourneysDocument, {}, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <Panel title={words.list} flush>
        <Answered asked={asked} loading={<Lines count={4} />}>
          {({ journeys }) =>
            journeys?.edges.length ? (
              <Rows journeys={journeys.edges.map(({ node }) => node)} />
            ) : (
              <Empty icon="journeys" title={words.none}>
                {words.noneText}
              </Empty>
            )
          }
        </Answered>
      </Panel>
    </>
  );
}

function Rows({ journeys }: { journeys: readonly Listed[] }) {
  const { journeys: words, members } = useMessages();
  const format = useFormat();
  const occasions: Record<string, string> = members.touches.occasions;
  const columns: readonly Column<Listed>[] = [
    {
      key: "journey",
      name: words.columns.journey,
      cell: ({ code, name, paused }) => (
        <span className={styles.name}>
          <Link to="/journeys/$code" params={{ code }}>
            {name}
          </Link>
          <span className={styles.marks}>
            <code>{code}</code> {paused && <Badge tone="warn">{words.paused}</Badge>}
          </span>
        </span>
      ),
    },
    { key: "enter", name: words.columns.enter, cell: ({ enterOn }) => occasions[enterOn] ?? enterOn },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members: on }) => format.number(on) },
    {
      key: "ended",
      name: words.columns.ended,
      end: true,
      named: true,
      cell: ({ ended }) => format.number(ended.reduce((sum, { count }) => sum + count, 0)),
    },
  ];
  return <Table label={words.list} columns={columns} rows={journeys} keyOf={({ code }) => code} />;
}

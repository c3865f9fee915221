import { Link } from "@tanstack/react-router";
import { Badge, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { JourneyMembersDocument, type JourneyMembersQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, NewestOlder } from "../parts/Page.js";
import styles from "./Journeys.module.css";

type Entry = NonNullable<JourneyMembersQuery["journeyEntries"]>["edges"][number]["node"];

/** The members who entered a journey last, and where they stand. */
export function EntriesPanel({ code }: { code: string }) {
  const { journeys: words } = useMessages();
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(JourneyMembersDocument, { code, after }, { keep: true });
  return (
    <Panel title={words.entries} flush>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {({ journeyEntries: page }) =>
          page?.edges.length ? (
            <>
              <Rows entries={page.edges.map(({ node }) => node)} />
              <NewestOlder after={after} page={page.pageInfo} onTurn={setAfter} />
            </>
          ) : (
            <Empty icon="journeys" title={words.nobody}>
              {words.nobodyText}
            </Empty>
          )
        }
      </Answered>
    </Panel>
  );
}

function Rows({ entries }: { entries: readonly Entry[] }) {
  const { journeys: words, members } = useMessages();
  const format = useFormat();
  const states: Record<string, string> = words.states;
  const ends: Record<string, string> = words.ends;
  const columns: readonly Column<Entry>[] = [
    {
      key: "member",
      name: words.columns.member,
      cell: ({ memberId, member }) => (
        <span className={styles.name}>
          <Link to="/members/$id" params={{ id: memberId }} search={{ show: "touches" }}>
            {member?.name || members.unnamed}
          </Link>
          <span>{member?.phone}</span>
        </span>
      ),
    },
    { key: "entered", name: words.columns.entered, cell: ({ enteredAt }) => format.dateTime(enteredAt) },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ state, end, step }) => (
        <span className={styles.marks}>
          <Badge tone={state === "ENDED" ? "plain" : state === "PAUSED" ? "warn" : "good"}>
            {end ? (ends[end] ?? end) : (states[state] ?? state)}
          </Badge>
          {step && <code>{step}</code>}
        </span>
      ),
    },
    {
      key: "next",
      name: words.columns.next,
      cell: ({ dueAt, endedAt }) => (dueAt ? words.goesOn(format.dateTime(dueAt)) : endedAt ? format.dateTime(endedAt) : ""),
    },
  ];
  return <Table label={words.entries} columns={columns} rows={entries} keyOf={({ id }) => id} />;
}

import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { BroadcastsDocument, type BroadcastRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, NewestOlder, PageHead } from "../parts/Page.js";
import styles from "./Broadcasts.module.css";
import { DraftDialog } from "./DraftDialog.js";

export const EVERY_MS = 15_000;
export const TONES: Record<string, Tone> = { DRAFT: "warn", SENDING: "good", SENT: "plain", STOPPED: "bad" };

/** The broadcasts of the brand, the latest first. */
export function BroadcastsPage() {
  const { broadcasts: words } = useMessages();
  const { may } = useSignedIn();
  const [after, setAfter] = useState<string | null>(null);
  const [drafting, setDrafting] = useState(false);
  const asked = useAsk(BroadcastsDocument, { after }, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        {may("feedback:write") && (
          <Button look="primary" icon="plus" onPress={() => setDrafting(true)}>
            {words.draft}
          </Button>
        )}
      </PageHead>
      <Panel title={words.list} flush>
        <Answered asked={asked} loading={<Lines count={6} />}>
          {({ broadcasts: page }) =>
            page?.edges.length ? (
              <>
                <Rows broadcasts={page.edges.map(({ node }) => node)} />
                <NewestOlder after={after} page={page.pageInfo} onTurn={setAfter} />
              </>
            ) : (
              <Empty icon="broadcasts" title={words.none}>
                {words.noneText}
              </Empty>
            )
          }
        </Answered>
      </Panel>
      {drafting && <DraftDialog onClose={() => setDrafting(false)} />}
    </>
  );
}

function Rows({ broadcasts }: { broadcasts: readonly BroadcastRowFragment[] }) {
  const { broadcasts: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<BroadcastRowFragment>[] = [
    {
      key: "broadcast",
      name: words.columns.broadcast,
      cell: ({ id, name, draftedBy, draftedAt }) => (
        <span className={styles.name}>
          <Link to="/broadcasts/$id" params={{ id }}>
            {name}
          </Link>
          <span>{words.by(draftedBy, format.dateTime(draftedAt))}</span>
        </span>
      ),
    },
    {
      key: "what",
      name: words.columns.what,
      cell: ({ segment, message }) => (
        <span className={styles.marks}>
          <code>{segment}</code> → <code>{message}</code>
        </span>
      ),
    },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ state }) => <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>,
    },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members }) => format.number(members) },
  ];
  return <Table label={words.list} columns={columns} rows={broadcasts} keyOf={({ id }) => id} />;
}

import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { WebhookListDocument, type WebhookListQuery } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack } from "../parts/Page.js";
import { AddDialog } from "./AddDialog.js";
import styles from "./Webhooks.module.css";

export type Endpoint = NonNullable<WebhookListQuery["webhookEndpoints"]>["edges"][number]["node"];

export const EVERY_MS = 10_000;
export const TONES: Record<string, Tone> = { ENABLED: "good", DISABLED: "plain", GONE: "bad", FAILING: "bad" };

/** The endpoints of the brand's partners, with what waits for each. */
export function WebhooksPage() {
  const { webhooks: words } = useMessages();
  const { may } = useSignedIn();
  const [adding, setAdding] = useState(false);
  const asked = useAsk(WebhookListDocument, {}, { keep: true, everyMs: EVERY_MS });
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        {may("webhooks:write") && (
          <Button look="primary" icon="plus" onPress={() => setAdding(true)}>
            {words.add.title}
          </Button>
        )}
      </PageHead>
      <Stack>
        <Panel title={words.list} flush>
          <Answered asked={asked} loading={<Lines count={4} />}>
            {({ webhookEndpoints }) =>
              webhookEndpoints?.edges.length ? (
                <Rows endpoints={webhookEndpoints.edges.map(({ node }) => node)} />
              ) : (
                <Empty icon="webhooks" title={words.none}>
                  {words.noneText}
                </Empty>
              )
            }
          </Answered>
        </Panel>
      </Stack>
      {adding && <AddDialog known={asked.data?.data.webhookEventTypes ?? []} onClose={() => setAdding(false)} />}
    </>
  );
}

function Rows({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const { webhooks: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Endpoint>[] = [
    {
      key: "endpoint",
      name: words.columns.endpoint,
      cell: ({ id, url, description }) => (
        <span className={styles.name}>
          <Link to="/webhooks/$id" params={{ id }}>
            {description || url}
          </Link>
          {description && <span>{url}</span>}
        </span>
      ),
    },
    { key: "types", name: words.columns.types, cell: ({ types }) => <span className={styles.soft}>{types.join(" ") || words.all}</span> },
    {
      key: "state",
      name: words.columns.state,
      named: true,
      cell: ({ state }) => <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>,
    },
    { key: "waiting", name: words.columns.waiting, end: true, named: true, cell: ({ waiting }) => format.number(waiting) },
    { key: "givenUp", name: words.columns.givenUp, end: true, named: true, cell: ({ givenUp }) => format.number(givenUp) },
  ];
  return <Table label={words.list} columns={columns} rows={endpoints} keyOf={({ id }) => id} />;
}

import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, type Column } from "@tessera/kit";
import { useState } from "react";

import { OauthClientsDocument, type OauthClientRowFragment } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, NewestOlder, PageHead } from "../parts/Page.js";
import styles from "./Clients.module.css";
import { CreateDialog } from "./CreateDialog.js";
import { RevokeDialog, RotateDialog } from "./dialogs.js";

const PAGE = 20;

type Row = OauthClientRowFragment;
type Open = { what: "create" } | { what: "rotate" | "revoke"; client: Row };

/** The programs of the brand that get tokens by OAuth, and what each may do. */
export function ClientsPage() {
  const { clients: words } = useMessages();
  const { may } = useSignedIn();
  const [after, setAfter] = useState<string | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const asked = useAsk(OauthClientsDocument, { first: PAGE, after }, { keep: true });
  const close = () => setOpen(null);
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        {may("clients:write") && (
          <Button look="primary" icon="plus" onPress={() => setOpen({ what: "create" })}>
            {words.create.title}
          </Button>
        )}
      </PageHead>
      <Panel title={words.list} flush>
        <Answered asked={asked} loading={<Lines count={4} />}>
          {({ oauthClients }) =>
            oauthClients?.edges.length ? (
              <>
                <Rows clients={oauthClients.edges.map(({ node }) => node)} onOpen={setOpen} />
                <NewestOlder after={after} page={oauthClients.pageInfo} onTurn={setAfter} />
              </>
            ) : (
              <Empty icon="clients" title={words.none}>
                {words.noneText}
              </Empty>
            )
          }
        </Answered>
      </Panel>
      {open?.what === "create" && <CreateDialog onClose={close} />}
      {open?.what === "rotate" && <RotateDialog client={open.client} onClose={close} />}
      {open?.what === "revoke" && <RevokeDialog client={open.client} onClose={close} />}
    </>
  );
}

function Rows({ clients, onOpen }: { clients: readonly Row[]; onOpen: (open: Open) => void }) {
  const { clients: words } = useMessages();
  const { may } = useSignedIn();
  const format = useFormat();
  const columns: readonly Column<Row>[] = [
    {
      key: "client",
      name: words.columns.client,
      cell: ({ id, name, role, channel, stores }) => (
        <span className={styles.name}>
          <strong>{name || id}</strong>
          {name && <span>{id}</span>}
          <span>{[words.roles[role] ?? role, channel, stores?.join(" ")].filter(Boolean).join(" · ")}</span>
        </span>
      ),
    },
    { key: "scopes", name: words.columns.scopes, cell: ({ scopes }) => <span className={styles.soft}>{scopes.join(" ")}</span> },
    {
      key: "state",
      name: words.columns.state,
      named: true,
      cell: ({ revokedAt, secrets, createdAt }) => (
        <span className={styles.name}>
          <Badge tone={revokedAt ? "plain" : "good"}>{revokedAt ? words.revoked : words.active}</Badge>
          <span>{revokedAt ? words.since(format.dateTime(revokedAt)) : words.since(format.dateTime(createdAt))}</span>
          {secrets.map(({ expiresAt }) => expiresAt && <span key={expiresAt}>{words.until(format.dateTime(expiresAt))}</span>)}
        </span>
      ),
    },
    {
      key: "acts",
      name: words.columns.acts,
      end: true,
      cell: (client) => (
        <span className={styles.acts}>
          {may("audit:read") && (
            <Link to="/audit" search={{ service: "members", actor: client.id }}>
              {words.audit}
            </Link>
          )}
          {may("clients:write") && !client.revokedAt && (
            <>
              <Button look="quiet" onPress={() => onOpen({ what: "rotate", client })}>
                {words.rotate.title}
              </Button>
              <Button look="quiet" onPress={() => onOpen({ what: "revoke", client })}>
                {words.revoke.title}
              </Button>
            </>
          )}
        </span>
      ),
    },
  ];
  return <Table label={words.list} columns={columns} rows={clients} keyOf={({ id }) => id} />;
}

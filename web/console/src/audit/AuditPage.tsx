import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, SelectField, Table, TextField, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { AuditDocument, type AuditQuery, type AuditService } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Answered, Lines, More, PageHead, Stack } from "../parts/Page.js";
import styles from "./Audit.module.css";

type Logged = NonNullable<AuditQuery["auditEntries"]>["edges"][number]["node"];
type Service = "ALL" | "MEMBERS" | "POINTS" | "FEEDBACK";

const SERVICES: readonly Service[] = ["ALL", "MEMBERS", "POINTS", "FEEDBACK"];
const TONES: Record<string, Tone> = { done: "good", approved: "good", asked: "warn", rejected: "bad" };
const PAGE = 20;
const PAGE_MAX = 100;

/** The log of all services; what it is narrowed by stands in the address. */
export function AuditPage() {
  const { audit } = useMessages();
  const search = useSearch({ from: "/audit" });
  const navigate = useNavigate();
  const service = SERVICES.find((each) => each === search.service) ?? "ALL";
  const [actor, setActor] = useState(search.actor ?? "");
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(
    AuditDocument,
    {
      first,
      service: service === "ALL" ? null : (service as AuditService),
      actor: search.actor ?? null,
      action: search.action ?? null,
    },
    { keep: true },
  );
  const narrow = (by: { service?: string | undefined; actor?: string | undefined }) =>
    void navigate({ to: "/audit", search: { ...search, ...by } });
  return (
    <>
      <PageHead title={audit.title} lead={audit.lead} />
      <Stack>
        <form
          className={styles.filters}
          onSubmit={(event) => {
            event.preventDefault();
            narrow({ actor: actor.trim() || undefined });
          }}
        >
          <SelectField
            label={audit.service}
            value={service}
            onChange={(next) => narrow({ service: next === "ALL" ? undefined : next })}
            choices={SERVICES.map((key) => ({ key, label: audit.services[key] }))}
          />
          <TextField label={audit.actor} value={actor} onChange={setActor} maxLength={128} />
          <Button type="submit">{audit.find}</Button>
        </form>
        <Panel title={audit.title} flush>
          <Answered asked={asked} loading={<Lines count={8} />}>
            {({ auditEntries }) => (
              <>
                <Entries entries={auditEntries?.edges.map(({ node }) => node) ?? []} />
                {auditEntries?.pageInfo.hasNextPage && first < PAGE_MAX && (
                  <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
                )}
              </>
            )}
          </Answered>
        </Panel>
      </Stack>
    </>
  );
}

function Entries({ entries }: { entries: readonly Logged[] }) {
  const { audit } = useMessages();
  const format = useFormat();
  if (!entries.length) {
    return (
      <Empty icon="audit" title={audit.none}>
        {audit.noneText}
      </Empty>
    );
  }
  const columns: readonly Column<Logged>[] = [
    {
      key: "action",
      name: audit.columns.action,
      cell: ({ action, reason }) => (
        <span className={styles.action}>
          <strong title={action}>{audit.actions[action] ?? action}</strong>
          {reason && <span>{reason}</span>}
        </span>
      ),
    },
    { key: "actor", name: audit.columns.actor, cell: ({ actor }) => actor },
    { key: "objects", name: audit.columns.objects, cell: (entry) => <Objects entry={entry} /> },
    {
      key: "outcome",
      name: audit.columns.outcome,
      cell: ({ outcome }) => <Badge tone={TONES[outcome] ?? "plain"}>{audit.outcomes[outcome] ?? outcome}</Badge>,
    },
    {
      key: "at",
      name: audit.columns.at,
      end: true,
      cell: ({ at }) => (
        <time dateTime={at} className={styles.at}>
          {format.dateTime(at)}
        </time>
      ),
    },
  ];
  return (
    <Table
      label={audit.title}
      columns={columns}
      rows={entries}
      keyOf={({ service, sequence }) => `${service}-${sequence}`}
    />
  );
}

/** Whom and what it was about, and what it changed. */
function Objects({ entry }: { entry: Logged }) {
  const { audit } = useMessages();
  const before = new Map(entry.before.map(({ name, value }) => [name, value]));
  return (
    <span className={styles.objects}>
      {entry.objects.map(({ name, value }) =>
        name === "member_id" ? (
          <Link key={name} to="/members/$id" params={{ id: value }}>
            {value}
          </Link>
        ) : (
          <span key={name}>
            {name.includes("/") ? name.slice(name.indexOf("/") + 1) : name} <strong>{value}</strong>
          </span>
        ),
      )}
      {entry.after
        .filter(({ name }) => name !== "seal")
        .map(({ name, value }) => (
          <span key={name}>
            {before.has(name) ? (
              audit.changed(name, before.get(name) ?? "", value)
            ) : (
              <>
                {name} <strong>{value}</strong>
              </>
            )}
          </span>
        ))}
    </span>
  );
}

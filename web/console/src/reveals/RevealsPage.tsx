import { useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { RequestRevealDocument, RevealsDocument, type RevealsQuery } from "../generated/documents.js";
import { useAsk, useRefresh, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { FieldsDialog, wasDone, type Field } from "../parts/FieldsDialog.js";
import { Answered, Lines, PageHead } from "../parts/Page.js";
import { idsOf } from "./ids.js";
import { ReadDialog } from "./ReadDialog.js";
import styles from "./Reveals.module.css";

type Reveal = NonNullable<RevealsQuery["reveals"]>[number];

const EVERY_MS = 15_000;
const IDS_MAX = 20_000;
const REASON_MAX = 500;
const SCOPE = "pii:read";
const TONES: Record<string, Tone> = { WAITING: "warn", READY: "good", REJECTED: "bad" };

/** What the person asked for: lists of members whose phones they may see once a colleague agreed. */
export function RevealsPage() {
  const { app, reveals: words } = useMessages();
  const { segment } = useSearch({ from: "/reveals" });
  const navigate = useNavigate();
  const { may } = useSignedIn();
  const refresh = useRefresh();
  const [isAsking, setAsking] = useState(false);
  const [reading, setReading] = useState<string>();
  const asked = useAsk(RevealsDocument, {}, { keep: true, everyMs: EVERY_MS, enabled: may(SCOPE) });
  const closeAsk = () => {
    setAsking(false);
    if (segment) void navigate({ to: "/reveals", search: {} });
  };
  if (!may(SCOPE)) {
    return (
      <>
        <PageHead title={words.title} lead={words.lead} />
        <Panel title={words.own}>
          <Empty icon="members" title={app.states.needs(SCOPE)} />
        </Panel>
      </>
    );
  }
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        <Button look="primary" icon="plus" onPress={() => setAsking(true)}>
          {words.ask}
        </Button>
      </PageHead>
      <Panel title={words.own} flush>
        <Answered asked={asked} loading={<Lines count={4} />}>
          {({ reveals }) =>
            reveals?.length ? (
              <Rows reveals={reveals} onRead={setReading} />
            ) : (
              <Empty icon="members" title={words.none}>
                {words.noneText}
              </Empty>
            )
          }
        </Answered>
      </Panel>
      {(isAsking || segment) && <AskDialog segment={segment} onClose={closeAsk} />}
      {reading && (
        <ReadDialog
          revealId={reading}
          onClose={() => {
            setReading(undefined);
            refresh();
          }}
        />
      )}
    </>
  );
}

function Rows({ reveals, onRead }: { reveals: readonly Reveal[]; onRead: (id: string) => void }) {
  const { reveals: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Reveal>[] = [
    {
      key: "what",
      name: words.columns.what,
      cell: ({ reason, segment, askedAt }) => (
        <span className={styles.what}>
          <span>{reason}</span>
          <span>
            {words.at(format.dateTime(askedAt))} {segment && <code>{segment}</code>}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ state, readableUntil }) => (
        <span className={styles.what}>
          <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>
          {state === "READY" && readableUntil && <span className={styles.soft}>{words.until(format.dateTime(readableUntil))}</span>}
        </span>
      ),
    },
    { key: "members", name: words.columns.members, end: true, named: true, cell: ({ members }) => format.number(members) },
    {
      key: "act",
      name: words.columns.act,
      end: true,
      cell: ({ id, state }) => state === "READY" && <Button onPress={() => onRead(id)}>{words.read}</Button>,
    },
  ];
  return <Table label={words.own} columns={columns} rows={reveals} keyOf={({ id }) => id} />;
}

/** Asks for the phones of a segment, or of members by their ids. */
export function AskDialog({ segment, onClose }: { segment: string | undefined; onClose: () => void }) {
  const { reveals: words } = useMessages();
  const wish = useWish(RequestRevealDocument, "reveal");
  const reason: Field = { key: "reason", label: words.reason, hint: words.reasonHint, most: REASON_MAX };
  const ids: Field = { key: "ids", label: words.ids, hint: words.idsHint, most: IDS_MAX, lines: true };
  return (
    <FieldsDialog
      title={segment ? words.askOf(segment) : words.ask}
      text={words.askText}
      fields={segment ? [reason] : [ids, reason]}
      action={words.send}
      done={words.asked}
      wish={wish}
      send={(values) =>
        wasDone(
          wish.run({
            memberIds: segment ? null : idsOf(values["ids"] ?? ""),
            segment: segment ?? null,
            reason: values["reason"] ?? "",
          }),
        )
      }
      onClose={onClose}
    />
  );
}

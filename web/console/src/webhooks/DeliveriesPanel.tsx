import { Link } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Table, toast, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import { ResendDeliveryDocument, WebhookAttemptsDocument, WebhookBacklogDocument, type WebhookDeliveryRowFragment } from "../generated/documents.js";
import { useAsk, useWish, type Asked } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Webhooks.module.css";
import { EVERY_MS } from "./WebhooksPage.js";

type Row = WebhookDeliveryRowFragment;
interface PageOf {
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const TONES: Record<string, Tone> = { WAITING: "warn", DELIVERED: "good", GIVEN_UP: "bad" };

/** What waits for an endpoint or was given up, the oldest first. */
export function BacklogPanel({ endpointId }: { endpointId: string }) {
  const { webhooks: words } = useMessages();
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const asked = useAsk(WebhookBacklogDocument, { endpointId, after: cursors.at(-1) ?? null }, { keep: true, everyMs: EVERY_MS });
  return <Deliveries title={words.backlog} none={words.nothingWaits} asked={asked} page={(data) => data.webhookBacklog} cursors={cursors} onTurn={setCursors} />;
}

/** What was tried, the last first. */
export function AttemptsPanel({ endpointId }: { endpointId: string }) {
  const { webhooks: words } = useMessages();
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const asked = useAsk(WebhookAttemptsDocument, { endpointId, after: cursors.at(-1) ?? null }, { keep: true, everyMs: EVERY_MS });
  return <Deliveries title={words.attempts} none={words.nothingTried} asked={asked} page={(data) => data.webhookAttempts} cursors={cursors} onTurn={setCursors} />;
}

function Deliveries<Data>({
  title,
  none,
  asked,
  page,
  cursors,
  onTurn,
}: {
  title: string;
  none: string;
  asked: Asked<Data>;
  page: (data: Data) => PageOf | null | undefined;
  /** The cursors of the pages before, so that one can go back. */
  cursors: readonly (string | null)[];
  onTurn: (cursors: readonly (string | null)[]) => void;
}) {
  const { webhooks: words } = useMessages();
  return (
    <Panel title={title} flush>
      <Answered asked={asked} loading={<Lines count={4} />}>
        {(data) => {
          const found = page(data);
          const next = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
          return (
            <>
              {found?.edges.length ? <Rows label={title} rows={found.edges.map(({ node }) => node)} /> : <Empty icon="check" title={none} />}
              {(next !== null || cursors.length > 1) && (
                <div className={styles.pages}>
                  <Button look="quiet" isDisabled={cursors.length < 2} onPress={() => onTurn(cursors.slice(0, -1))}>
                    {words.previous}
                  </Button>
                  <Button look="quiet" isDisabled={next === null} isPending={asked.isFetching} onPress={() => onTurn([...cursors, next])}>
                    {words.next}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Answered>
    </Panel>
  );
}

function Rows({ label, rows }: { label: string; rows: readonly Row[] }) {
  const { webhooks: words } = useMessages();
  const { may } = useSignedIn();
  const format = useFormat();
  const wish = useWish(ResendDeliveryDocument, "resend");
  const resend = async (deliveryId: string) => {
    const outcome = await wish.run({ deliveryId }).catch(() => undefined);
    if (outcome && "done" in outcome) toast(words.resent);
  };
  const columns: readonly Column<Row>[] = [
    {
      key: "message",
      name: words.columns.message,
      cell: ({ type, messageId, memberId, memberSeq, replayId }) => (
        <span className={styles.name}>
          <strong>{type}</strong>
          <span>
            {memberId && (
              <Link to="/members/$id" params={{ id: memberId }}>
                {words.member}
              </Link>
            )}{" "}
            {words.number(format.number(memberSeq))} {replayId && <Badge>{words.replayed}</Badge>}
          </span>
          <span>{messageId}</span>
        </span>
      ),
    },
    {
      key: "state",
      name: words.columns.state,
      named: true,
      cell: ({ state }) => <Badge tone={TONES[state] ?? "plain"}>{words.deliveryStates[state] ?? state}</Badge>,
    },
    {
      key: "attempt",
      name: words.columns.attempt,
      named: true,
      cell: ({ attempts, tries }) => {
        const last = attempts.at(-1);
        if (!last) return words.untried;
        return (
          <span className={styles.name}>
            <time dateTime={last.at}>{format.dateTime(last.at)}</time>
            <span>
              {last.status ?? words.problems[last.problem ?? ""] ?? last.problem} · {format.number(last.durationMs)} ms · {words.tries(format.number(tries))}
            </span>
          </span>
        );
      },
    },
    {
      key: "resend",
      name: words.resend,
      end: true,
      cell: ({ id }) =>
        may("webhooks:write") && (
          <Button look="quiet" isPending={wish.isPending} onPress={() => void resend(id)}>
            {words.resend}
          </Button>
        ),
    },
  ];
  return (
    <>
      <WishProblem said={wish.said} error={wish.error} />
      <Table label={label} columns={columns} rows={rows} keyOf={({ id }) => id} />
    </>
  );
}

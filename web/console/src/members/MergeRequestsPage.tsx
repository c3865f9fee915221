import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Empty, Panel, Segments, Table, type Column, type Tone } from "@tessera/kit";
import { useState } from "react";

import {
  AcceptMergeRequestDocument,
  MergeRequestsDocument,
  RefuseMergeRequestDocument,
  type MergeRequestState,
  type MergeRequestsQuery,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { FieldsDialog, wasDone, type Field } from "../parts/FieldsDialog.js";
import { Answered, Lines, More, PageHead } from "../parts/Page.js";
import styles from "./Members.module.css";

type Request = NonNullable<MergeRequestsQuery["mergeRequests"]>["edges"][number]["node"];
type Show = "WAITING" | "ACCEPTED" | "REFUSED" | "ALL";
type Deciding = { request: Request; accepts: boolean };

const SHOWS: readonly Show[] = ["WAITING", "ACCEPTED", "REFUSED", "ALL"];
const TONES: Record<string, Tone> = { WAITING: "warn", ACCEPTED: "good", REFUSED: "bad" };
const READ = "merging:read";
const WRITE = "merging:write";
const PAGE = 20;
const PAGE_MAX = 100;
const REASON_MAX = 500;

/** Members who proved a number that another membership holds, and ask to be merged with it. */
export function MergeRequestsPage() {
  const { app, mergeRequests: words } = useMessages();
  const { state } = useSearch({ from: "/merge-requests" });
  const navigate = useNavigate();
  const { may } = useSignedIn();
  const show = SHOWS.find((each) => each === state) ?? "WAITING";
  const [first, setFirst] = useState(PAGE);
  const [deciding, setDeciding] = useState<Deciding>();
  const asked = useAsk(
    MergeRequestsDocument,
    { first, state: show === "ALL" ? null : (show as MergeRequestState) },
    { keep: true, enabled: may(READ) },
  );
  return (
    <>
      <PageHead title={words.title} lead={words.lead}>
        <Segments
          label={words.state}
          value={show}
          onChange={(next) => void navigate({ to: "/merge-requests", search: { state: next === "WAITING" ? undefined : next } })}
          choices={SHOWS.map((key) => ({ key, label: key === "ALL" ? words.all : (words.states[key] ?? key) }))}
        />
      </PageHead>
      <Panel title={words.list} flush>
        {may(READ) ? (
          <Answered asked={asked} loading={<Lines count={4} />}>
            {({ mergeRequests }) =>
              mergeRequests?.edges.length ? (
                <>
                  <Rows requests={mergeRequests.edges.map(({ node }) => node)} mayDecide={may(WRITE)} onDecide={setDeciding} />
                  {mergeRequests.pageInfo.hasNextPage && first < PAGE_MAX && (
                    <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
                  )}
                </>
              ) : (
                <Empty icon="members" title={words.none}>
                  {words.noneText}
                </Empty>
              )
            }
          </Answered>
        ) : (
          <Empty icon="members" title={app.states.needs(READ)} />
        )}
      </Panel>
      {deciding && <DecideDialog {...deciding} onClose={() => setDeciding(undefined)} />}
    </>
  );
}

function Rows({ requests, mayDecide, onDecide }: { requests: readonly Request[]; mayDecide: boolean; onDecide: (deciding: Deciding) => void }) {
  const { mergeRequests: words } = useMessages();
  const format = useFormat();
  const columns: readonly Column<Request>[] = [
    { key: "member", name: words.columns.member, cell: ({ member, memberId }) => <Who id={memberId} member={member} /> },
    { key: "other", name: words.columns.other, cell: ({ otherMember, otherMemberId }) => otherMemberId && <Who id={otherMemberId} member={otherMember} /> },
    {
      key: "state",
      name: words.columns.state,
      cell: ({ state, askedAt, endedAt, endedBy, reason }) => (
        <>
          <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>
          <p className={styles.hint}>
            {endedAt ? [format.dateTime(endedAt), endedBy, reason].filter(Boolean).join(" · ") : words.at(format.dateTime(askedAt))}
          </p>
        </>
      ),
    },
    {
      key: "act",
      name: words.columns.act,
      end: true,
      cell: (request) =>
        request.state === "WAITING" &&
        mayDecide && (
          <div className={styles.formActions}>
            <Button onPress={() => onDecide({ request, accepts: false })}>{words.refuse}</Button>
            <Button look="primary" onPress={() => onDecide({ request, accepts: true })}>
              {words.accept}
            </Button>
          </div>
        ),
    },
  ];
  return <Table label={words.list} columns={columns} rows={requests} keyOf={({ id }) => id} />;
}

function Who({ id, member }: { id: string; member: Request["member"] }) {
  const { mergeRequests: words } = useMessages();
  const format = useFormat();
  return (
    <>
      <Link to="/members/$id" params={{ id }}>
        {member?.name || words.unnamed}
      </Link>
      {member && <p className={styles.hint}>{[member.phone, words.since(format.date(member.enrolledAt))].filter(Boolean).join(" · ")}</p>}
    </>
  );
}

/** Accepts or refuses a request, for a reason that the member reads. */
export function DecideDialog({ request, accepts, onClose }: Deciding & { onClose: () => void }) {
  const { mergeRequests: words } = useMessages();
  const accepting = useWish(AcceptMergeRequestDocument, "merge");
  const refusing = useWish(RefuseMergeRequestDocument, "no-merge");
  const reason: Field = { key: "reason", label: words.reason, hint: words.reasonHint, most: REASON_MAX };
  return (
    <FieldsDialog
      title={accepts ? words.acceptTitle : words.refuseTitle}
      text={accepts ? words.acceptText : words.refuseText}
      fields={[reason]}
      action={accepts ? words.accept : words.refuse}
      done={accepts ? words.accepted : words.refused}
      wish={accepts ? accepting : refusing}
      send={(values) => wasDone((accepts ? accepting : refusing).run({ mergeRequestId: request.id, reason: values["reason"] ?? "" }))}
      onClose={onClose}
    />
  );
}

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Badge, Button, Dialog, Empty, Facts, Panel, Segments, TextField, toast, type Tone } from "@tessera/kit";
import { useState } from "react";

import {
  ApprovalsDocument,
  ApproveDocument,
  RejectDocument,
  type ApprovalsQuery,
  type ApprovalState,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useNow } from "../lib/clock.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, More, PageHead, Stack, WishProblem } from "../parts/Page.js";
import styles from "./Approvals.module.css";
import { contentOf } from "./content.js";

type Approval = NonNullable<ApprovalsQuery["approvals"]>["edges"][number]["node"];
type Show = "PENDING" | "APPROVED" | "REJECTED" | "ALL";
type Decision = "approve" | "reject";

const SHOWS: readonly Show[] = ["PENDING", "APPROVED", "REJECTED", "ALL"];
const TONES: Record<string, Tone> = { PENDING: "warn", APPROVED: "good", REJECTED: "bad" };
/** The scope that decides, by the service of the wish. */
const SCOPES: Record<string, string> = { Privacy: "privacy:write", Programmes: "programmes:write", Reveals: "privacy:write", Tiers: "tiers:write" };
const PAGE = 10;
const PAGE_MAX = 100;
const NOTE_MAX = 200;

/** What waits for a second person, and what became of the rest. */
export function ApprovalsPage() {
  const { approvals } = useMessages();
  const { state } = useSearch({ from: "/approvals" });
  const navigate = useNavigate();
  const show = SHOWS.find((each) => each === state) ?? "PENDING";
  const [first, setFirst] = useState(PAGE);
  const asked = useAsk(
    ApprovalsDocument,
    { first, state: show === "ALL" ? null : (show as ApprovalState) },
    { keep: true },
  );
  const [decided, setDecided] = useState<{ approval: Approval; decision: Decision }>();
  return (
    <>
      <PageHead title={approvals.title} lead={approvals.lead}>
        <Segments
          label={approvals.state}
          value={show}
          onChange={(next) => void navigate({ to: "/approvals", search: { state: next === "PENDING" ? undefined : next } })}
          choices={SHOWS.map((key) => ({ key, label: approvals.states[key] }))}
        />
      </PageHead>
      <Answered asked={asked} loading={<Lines count={6} />}>
        {(data) => (
          <Stack>
            {data.approvals?.edges.length === 0 && (
              <Panel title={approvals.states[show]}>
                <Empty icon="approvals" title={approvals.none}>
                  {approvals.noneText}
                </Empty>
              </Panel>
            )}
            {data.approvals?.edges.map(({ node }) => (
              <ApprovalPanel key={node.id} approval={node} onDecide={(decision) => setDecided({ approval: node, decision })} />
            ))}
            {data.approvals?.pageInfo.hasNextPage && first < PAGE_MAX && (
              <More isPending={asked.isFetching} onPress={() => setFirst(first + PAGE)} />
            )}
          </Stack>
        )}
      </Answered>
      {decided && <Decide {...decided} onClose={() => setDecided(undefined)} />}
    </>
  );
}

function ApprovalPanel({ approval, onDecide }: { approval: Approval; onDecide: (decision: Decision) => void }) {
  const { app, approvals } = useMessages();
  const { may, subject } = useSignedIn();
  const format = useFormat();
  const now = useNow();
  const own = approval.askedBy === subject ? approvals.own : "";
  const scope = SCOPES[approval.kind.split(".")[1] ?? ""] ?? "points:write";
  const hindrance = may(scope) ? own : app.states.needs(scope);
  const content = contentOf(approval.content);
  const states: Record<string, string> = approvals.states;
  const pending = approval.state === "PENDING";
  return (
    <Panel
      oneOfMany
      title={approvals.kinds[approval.kind] ?? approval.kind}
      actions={
        <Badge tone={TONES[approval.state] ?? "plain"} icon={pending ? "clock" : undefined}>
          {states[approval.state] ?? approval.state}
        </Badge>
      }
    >
      <div className={styles.body}>
        <div className={styles.wish}>
          {content.amount !== undefined && <p className={styles.amount}>{approvals.amount(format.signed(content.amount))}</p>}
          <p className={styles.asked}>
            {approvals.asked(approval.askedBy, format.fromNow(approval.askedAt, now))}
            {pending && <> · {approvals.until(format.fromNow(approval.expiresAt, now))}</>}
            {approval.decidedBy && approval.decidedAt && (
              <> · {approvals.decided(approval.decidedBy, format.fromNow(approval.decidedAt, now))}</>
            )}
          </p>
          <Facts
            facts={[
              [approvals.reason, approval.reason],
              [
                approvals.request,
                content.memberId ? (
                  <Link to="/members/$id" params={{ id: content.memberId }}>
                    {approvals.member}
                  </Link>
                ) : content.fileId ? (
                  <Link to="/bulk/$id" params={{ id: content.fileId }}>
                    {approvals.file}
                  </Link>
                ) : content.members !== undefined ? (
                  approvals.members(format.number(content.members), content.segment ?? "")
                ) : (
                  <code>{approval.content}</code>
                ),
              ],
              [approvals.note, approval.note],
            ]}
          />
        </div>
        {pending && hindrance && <p className={styles.asked}>{hindrance}</p>}
        {pending && !hindrance && (
          <div className={styles.actions}>
            <Button look="danger" onPress={() => onDecide("reject")}>
              {approvals.reject}
            </Button>
            <Button look="primary" icon="check" onPress={() => onDecide("approve")}>
              {approvals.approve}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Decide({ approval, decision, onClose }: { approval: Approval; decision: Decision; onClose: () => void }) {
  const { app, approvals } = useMessages();
  const [note, setNote] = useState("");
  const approve = useWish(ApproveDocument, "approve");
  const reject = useWish(RejectDocument, "reject");
  const wish = decision === "approve" ? approve : reject;
  const decide = async () => {
    const outcome = await wish.run({ approvalId: approval.id, note: note.trim() || null }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(decision === "approve" ? approvals.approved : approvals.rejected);
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={decision === "approve" ? approvals.approveTitle : approvals.rejectTitle}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button
            look={decision === "approve" ? "primary" : "danger"}
            isPending={wish.isPending}
            onPress={() => void decide()}
          >
            {decision === "approve" ? approvals.approve : approvals.reject}
          </Button>
        </>
      }
    >
      <p>{decision === "approve" ? approvals.approveText : approvals.rejectText}</p>
      <TextField autoFocus label={approvals.note} hint={approvals.noteHint} value={note} onChange={setNote} maxLength={NOTE_MAX} />
      <WishProblem said={wish.said} error={wish.error} />
    </Dialog>
  );
}

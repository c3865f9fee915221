import { Link, useParams } from "@tanstack/react-router";
import { Badge, Button, Facts, Notice, Panel, SelectField, TextField, Tile, Tiles } from "@tessera/kit";
import { useState } from "react";

import {
  ApproveBroadcastDocument,
  BroadcastDocument,
  BroadcastPreviewDocument,
  StopBroadcastDocument,
  TestBroadcastDocument,
  type BroadcastCountsFragment,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, PageHead, Stack, WishProblem } from "../parts/Page.js";
import { approvingOf } from "./approving.js";
import styles from "./Broadcasts.module.css";
import { EVERY_MS, TONES } from "./BroadcastsPage.js";
import { Compared, type Report } from "./Compared.js";
import { WinnerDialog } from "./WinnerDialog.js";

/** One broadcast: what it would do, its trial, its approvals by other operators, its figures and its stop. */
export function BroadcastPage() {
  const { id } = useParams({ from: "/broadcasts/$id" });
  const asked = useAsk(BroadcastDocument, { id }, { keep: true, everyMs: EVERY_MS });
  return (
    <Answered asked={asked} loading={<Lines count={8} />}>
      {({ broadcast: report }) => report && <Shown report={report} />}
    </Answered>
  );
}

function Shown({ report }: { report: Report }) {
  const { broadcast, figures, content } = report;
  const { comparison, winner } = broadcast;
  const { broadcasts: words, experiments } = useMessages();
  const [choosing, setChoosing] = useState(false);
  const { may, subject } = useSignedIn();
  const format = useFormat();
  const { missing, mayApprove, isLast } = approvingOf(broadcast, subject);
  const approve = useWish(ApproveBroadcastDocument, "broadcast-approve");
  const stop = useWish(StopBroadcastDocument, "broadcast-stop");
  const { id, state } = broadcast;
  const messages = [broadcast.message, ...(comparison?.against ?? [])];
  const isOpen = state === "DRAFT" || state === "SENDING";
  const facts: readonly (readonly [string, string])[] = [
    [words.segment, broadcast.segment],
    [words.message, broadcast.message],
    [words.spread, format.number(broadcast.spreadMinutes)],
    [words.columns.drafted, words.by(broadcast.draftedBy, format.dateTime(broadcast.draftedAt))],
    ...broadcast.approvals.map(({ operator, at }) => [words.columns.approved, words.by(operator, format.dateTime(at))] as const),
    [words.columns.members, format.number(broadcast.members)],
    ...(broadcast.membersMax ? [[words.membersMax, format.number(broadcast.membersMax)] as const] : []),
    ...(comparison
      ? [
          [words.against, format.list(comparison.against)] as const,
          [words.compare, words.comparison(`${comparison.percent} %`, `${comparison.heldOutPercent} %`)] as const,
          [words.metric, experiments.metrics[comparison.metric.toLowerCase()] ?? comparison.metric] as const,
          [words.within, format.number(comparison.withinDays)] as const,
        ]
      : []),
    ...(winner
      ? [[words.winner, `${winner.message} (${words.by(winner.chosenBy, format.dateTime(winner.chosenAt))})`] as const]
      : []),
  ];
  return (
    <>
      <PageHead
        title={broadcast.name}
        lead={
          <span className={styles.marks}>
            <Link to="/broadcasts">{words.back}</Link>
            <Badge tone={TONES[state] ?? "plain"}>{words.states[state] ?? state}</Badge>
          </span>
        }
      >
        {may("feedback:write") && state === "DRAFT" && mayApprove && (
          <Button look="primary" isPending={approve.isPending} onPress={() => void approve.run({ broadcastId: id, content }).catch(() => undefined)}>
            {isLast ? words.approve : words.agree}
          </Button>
        )}
        {may("feedback:write") && isOpen && (
          <Button isPending={stop.isPending} onPress={() => void stop.run({ broadcastId: id }).catch(() => undefined)}>
            {words.stop}
          </Button>
        )}
        {may("feedback:write") && state === "SENT" && comparison && comparison.percent < 100 && !winner && (
          <Button look="primary" onPress={() => setChoosing(true)}>
            {words.chooseWinner}
          </Button>
        )}
      </PageHead>
      <Stack>
        <WishProblem said={approve.said || stop.said} error={approve.error ?? stop.error} />
        {broadcast.changedAt && (
          <Notice tone="warn">{words.changed(words.changes[broadcast.change ?? ""] ?? "", format.dateTime(broadcast.changedAt))}</Notice>
        )}
        {state === "DRAFT" && (
          <Notice tone="info">{words.missing(format.number(missing), format.number(broadcast.approvalsNeeded))}</Notice>
        )}
        <Panel title={words.about}>
          <Facts facts={facts} />
        </Panel>
        {(state !== "DRAFT" || broadcast.members > 0) && (
          <Panel title={words.figures}>
            <Counts figures={figures} opened />
          </Panel>
        )}
        {comparison && missing === 0 && <Compared report={report} />}
        {isOpen && <PreviewPanel id={id} />}
        {may("feedback:write") && isOpen && <TrialPanel id={id} messages={messages} />}
      </Stack>
      {choosing && <WinnerDialog id={id} messages={messages} onClose={() => setChoosing(false)} />}
    </>
  );
}

function Counts({ figures, opened }: { figures: BroadcastCountsFragment; opened?: boolean }) {
  const { broadcasts: words } = useMessages();
  const format = useFormat();
  return (
    <Tiles>
      <Tile name={words.sent}>{format.number(figures.sent)}</Tile>
      {figures.failed > 0 && <Tile name={words.failed}>{format.number(figures.failed)}</Tile>}
      <Tile name={words.held}>{format.number(figures.held)}</Tile>
      <Tile name={words.control}>{format.number(figures.control)}</Tile>
      {opened && <Tile name={words.opened}>{format.number(figures.opened)}</Tile>}
      {figures.refused.map(({ check, text, count }) => (
        <Tile key={check} name={text}>
          {format.number(count)}
        </Tile>
      ))}
    </Tiles>
  );
}

function PreviewPanel({ id }: { id: string }) {
  const { broadcasts: words } = useMessages();
  const format = useFormat();
  const asked = useAsk(BroadcastPreviewDocument, { id }, { keep: true });
  return (
    <Panel title={words.preview}>
      <Answered asked={asked} loading={<Lines count={3} />}>
        {({ previewBroadcast: preview }) =>
          preview && (
            <>
              <p>{words.decided(format.number(preview.members), format.number(preview.decided))}</p>
              <Counts figures={preview.figures} />
            </>
          )
        }
      </Answered>
    </Panel>
  );
}

function TrialPanel({ id, messages }: { id: string; messages: readonly string[] }) {
  const { broadcasts: words } = useMessages();
  const [message, setMessage] = useState(messages[0] ?? "");
  const [memberId, setMemberId] = useState("");
  const wish = useWish(TestBroadcastDocument, "broadcast-test");
  const [tried, setTried] = useState("");
  const run = async () => {
    if (!memberId.trim() || wish.isPending) return;
    const outcome = await wish.run({ broadcastId: id, memberId: memberId.trim(), message }).catch(() => undefined);
    if (outcome && "done" in outcome) setTried(memberId.trim());
  };
  return (
    <Panel title={words.trial}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <TextField label={words.member} hint={words.memberHint} value={memberId} onChange={setMemberId} maxLength={128} />
        {messages.length > 1 && (
          <SelectField label={words.message} value={message} onChange={setMessage} choices={messages.map((key) => ({ key, label: key }))} />
        )}
        <WishProblem said={wish.said} error={wish.error} />
        {tried && (
          <Link to="/members/$id" params={{ id: tried }} search={{ show: "touches" }}>
            {words.tried}
          </Link>
        )}
        <div className={styles.actions}>
          <Button type="submit" isPending={wish.isPending}>
            {words.try}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

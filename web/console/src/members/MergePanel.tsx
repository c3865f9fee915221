import { Badge, Button, Dialog, Notice, Panel, TextField, toast } from "@tessera/kit";
import { useState } from "react";

import {
  MemberMergesDocument,
  MergeMembersDocument,
  MergePreviewDocument,
  MergeProgressDocument,
  UndoMergeDocument,
} from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { Answered, Lines, WishProblem } from "../parts/Page.js";
import styles from "./Members.module.css";

const REASON_MIN = 4;
const REASON_MAX = 500;
const ID_MAX = 128;
/** Shorter texts are an id that is being typed. */
const ID_MIN = 20;

interface Part {
  what: string;
  moved: number;
  kept: number;
}

/** Who was merged into the member, how far each service is with it, and the wish to merge another. */
export function MergePanel({ memberId }: { memberId: string }) {
  const { app, members } = useMessages();
  const words = members.merging;
  const { may } = useSignedIn();
  const [asking, setAsking] = useState(false);
  if (!may("merging:read")) return null;
  return (
    <Panel title={words.title}>
      <Merges memberId={memberId} mayUndo={may("merging:write")} />
      {may("merging:write") ? (
        <div className={styles.formActions}>
          <Button onPress={() => setAsking(true)}>{words.merge}</Button>
        </div>
      ) : (
        <Notice tone="info">{app.states.needs("merging:write")}</Notice>
      )}
      {asking && <MergeDialog memberId={memberId} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

function Merges({ memberId, mayUndo }: { memberId: string; mayUndo: boolean }) {
  const [undoing, setUndoing] = useState<string>();
  const { members } = useMessages();
  const words = members.merging;
  const format = useFormat();
  const asked = useAsk(MemberMergesDocument, { id: memberId });
  return (
    <Answered asked={asked} loading={<Lines count={2} />}>
      {({ merges }) =>
        undoing ? (
          <UndoDialog mergeId={undoing} onClose={() => setUndoing(undefined)} />
        ) : merges?.edges.length ? (
          <ul className={styles.tiers}>
            {merges.edges.map(({ node }) => (
              <li key={node.id}>
                <span>
                  {words.from(node.fromMemberId)}
                  <small>{[format.date(node.mergedAt), node.mergedBy, node.reason].join(" · ")}</small>
                  <Progress id={node.id} />
                  {node.state === "MERGED" && <small>{words.undoUntil(format.date(node.undoUntil))}</small>}
                </span>
                {mayUndo && node.state === "MERGED" && <Button onPress={() => setUndoing(node.id)}>{words.undo}</Button>}
              </li>
            ))}
          </ul>
        ) : (
          <p className={styles.hint}>{words.none}</p>
        )
      }
    </Answered>
  );
}

function UndoDialog({ mergeId, onClose }: { mergeId: string; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.merging;
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(UndoMergeDocument, "unmerge");
  const short = reason.trim().length < REASON_MIN;
  const ask = async () => {
    setTried(true);
    if (short || wish.isPending) return;
    const outcome = await wish.run({ mergeId, reason: reason.trim() }).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.undone);
    onClose();
  };
  return (
    <Dialog isOpen title={words.undo} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <p className={styles.hint}>{words.undoing}</p>
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          error={tried && short ? words.reasonShort : ""}
        />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="danger" isPending={wish.isPending}>
            {words.undo}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Progress({ id }: { id: string }) {
  const { members } = useMessages();
  const words = members.merging;
  const states: Record<string, string> = words.states;
  const asked = useAsk(MergeProgressDocument, { id });
  return (
    <Answered asked={asked} loading={<Lines count={1} />}>
      {({ merge }) =>
        merge && (
          <>
            <small>
              {words.services.members}: <Parts parts={merge.merge.parts} />
              <Returned parts={merge.merge.returned} />
            </small>
            {(["points", "feedback"] as const).map((service) => {
              const told = merge[service];
              return (
                <small key={service}>
                  {words.services[service]}: {told ? (states[told.state] ?? told.state) : words.away}{" "}
                  {told && <Parts parts={told.parts} />}
                  {told && <Returned parts={told.returned} />}
                </small>
              );
            })}
          </>
        )
      }
    </Answered>
  );
}

function Returned({ parts }: { parts: readonly Part[] }) {
  const { members } = useMessages();
  if (!parts.length) return null;
  return (
    <>
      {" · "}
      {members.merging.returned}: <Parts parts={parts} />
    </>
  );
}

function Parts({ parts }: { parts: readonly Part[] }) {
  const { members } = useMessages();
  const { part: say, parts: named } = members.merging;
  const format = useFormat();
  const names: Record<string, string> = named;
  return format.list(
    parts.map(({ what, moved, kept }) =>
      say(names[what] ?? what, format.number(moved), kept ? format.number(kept) : ""),
    ),
  );
}

function MergeDialog({ memberId, onClose }: { memberId: string; onClose: () => void }) {
  const { app, members } = useMessages();
  const words = members.merging;
  const [other, setOther] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wish = useWish(MergeMembersDocument, "merge");
  const from = other.trim();
  const short = reason.trim().length < REASON_MIN;
  const ask = async () => {
    setTried(true);
    if (short || !from || wish.isPending) return;
    const input = { fromMemberId: from, intoMemberId: memberId, reason: reason.trim() };
    const outcome = await wish.run(input).catch(() => undefined);
    if (!outcome || !("done" in outcome)) return;
    toast(words.done);
    onClose();
  };
  return (
    <Dialog isOpen title={words.merge} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <p className={styles.hint}>{words.means}</p>
        <TextField label={words.other} hint={words.otherHint} value={other} onChange={setOther} maxLength={ID_MAX} />
        {from.length >= ID_MIN && <Preview from={from} into={memberId} />}
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          error={tried && short ? words.reasonShort : ""}
        />
        <WishProblem said={wish.said} error={wish.error} />
        <div className={styles.formActions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="danger" isPending={wish.isPending}>
            {words.merge}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Preview({ from, into }: { from: string; into: string }) {
  const { members } = useMessages();
  const words = members.merging;
  const asked = useAsk(MergePreviewDocument, { from, into });
  return (
    <Answered asked={asked} loading={<Lines count={1} />}>
      {({ previewMerge }) => (
        <p className={styles.hint}>
          <Badge>{words.preview}</Badge> <Parts parts={previewMerge ?? []} />
        </p>
      )}
    </Answered>
  );
}

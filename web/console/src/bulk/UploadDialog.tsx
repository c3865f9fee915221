import { useNavigate } from "@tanstack/react-router";
import { Button, Dialog, FileField, Segments, SelectField, TextField } from "@tessera/kit";
import { useState } from "react";

import { TesseraError } from "../lib/api.js";
import { useBulkUpload, useFeedbackUpload, useMemberUpload } from "../lib/apiFiles.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import { WishProblem } from "../parts/Page.js";
import styles from "./Bulk.module.css";

type Kind = "ADJUSTMENTS" | "COUPONS" | "MEMBERS" | "FEEDBACK";
type Encoding = "" | "utf8" | "gbk";

const NEEDS: Readonly<Record<Kind, readonly string[]>> = {
  ADJUSTMENTS: ["points:write"],
  COUPONS: ["points:write", "coupons:write"],
  MEMBERS: ["members:write"],
  FEEDBACK: ["feedback:write"],
};
const KINDS = Object.keys(NEEDS) as readonly Kind[];
const ACCEPTS = [".csv", ".jsonl", ".ndjson", ".txt"];
const ENCODINGS: readonly Encoding[] = ["", "utf8", "gbk"];
const CHANNEL = "review";
const CHANNEL_MAX = 32;
const REASON_MIN = 4;
const REASON_MAX = 200;

/** Uploads a file; what it would do is on the page that opens then. */
export function UploadDialog({ onClose }: { onClose: () => void }) {
  const { app, bulk } = useMessages();
  const words = bulk.upload;
  const { session, may } = useSignedIn();
  const navigate = useNavigate();
  const bulkUpload = useBulkUpload(session);
  const memberUpload = useMemberUpload(session);
  const feedbackUpload = useFeedbackUpload(session);
  const kinds = KINDS.filter((each) => NEEDS[each].every((scope) => may(scope)));
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "ADJUSTMENTS");
  const upload = kind === "MEMBERS" ? memberUpload : kind === "FEEDBACK" ? feedbackUpload : bulkUpload;
  // Files of points take effect for members who are there, so their operator says why.
  const hasReason = kind === "ADJUSTMENTS" || kind === "COUPONS";
  const [file, setFile] = useState<File>();
  const [reason, setReason] = useState("");
  const [channel, setChannel] = useState(CHANNEL);
  const [encoding, setEncoding] = useState<Encoding>("");
  const [tried, setTried] = useState(false);
  const short = hasReason && reason.trim().length < REASON_MIN;
  const send = () => {
    setTried(true);
    if (short || !file || upload.isPending) return;
    const name = file.name.slice(0, 100);
    if (kind === "MEMBERS") {
      memberUpload.mutate(
        { content: file, name },
        { onSuccess: (id) => void navigate({ to: "/bulk/members/$id", params: { id } }) },
      );
      return;
    }
    if (kind === "FEEDBACK") {
      feedbackUpload.mutate(
        { content: file, name, channel: channel.trim(), encoding },
        { onSuccess: (id) => void navigate({ to: "/bulk/feedback/$id", params: { id } }) },
      );
      return;
    }
    bulkUpload.mutate(
      { kind, content: file, name, reason: reason.trim() },
      { onSuccess: (id) => void navigate({ to: "/bulk/$id", params: { id } }) },
    );
  };
  return (
    <Dialog isOpen title={words.title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Segments label={words.kind} value={kind} onChange={setKind} choices={kinds.map((key) => ({ key, label: bulk.kinds[key] ?? key }))} />
        <p className={styles.hint}>{words.columns[kind]}</p>
        <FileField label={words.file} hint={words.hints[kind]} choose={words.choose} file={file} accepts={ACCEPTS} onChange={setFile} />
        {tried && !file && <p role="alert" className={styles.wrong}>{words.noFile}</p>}
        {kind === "FEEDBACK" && (
          <>
            <TextField label={words.channel} hint={words.channelHint} value={channel} onChange={setChannel} maxLength={CHANNEL_MAX} />
            <SelectField
              label={words.encoding}
              value={encoding}
              onChange={setEncoding}
              choices={ENCODINGS.map((key) => ({ key, label: words.encodings[key] }))}
            />
          </>
        )}
        {hasReason && (
          <TextField
            label={words.reason}
            hint={words.reasonHint}
            value={reason}
            onChange={setReason}
            maxLength={REASON_MAX}
            error={tried && short ? words.reasonShort : ""}
          />
        )}
        <WishProblem said={placeOf(upload.error, words.at)} error={upload.error} />
        <div className={styles.actions}>
          <Button onPress={onClose}>{app.states.cancel}</Button>
          <Button type="submit" look="primary" isPending={upload.isPending}>
            {words.run}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Where a file is wrong, in words; "" where the gateway names no line. */
export function placeOf(error: Error | null, at: (line: string, column: string, problem: string) => string): string {
  const details = error instanceof TesseraError ? error.problems[0].details : undefined;
  if (!details?.["problem"]) return "";
  return at(details["line"] ?? "", details["column"] ?? "", details["problem"]);
}

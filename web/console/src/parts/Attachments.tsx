import { Badge } from "@tessera/kit";

import type { FeedbackItemFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Parts.module.css";

type Attachment = FeedbackItemFragment["attachments"][number];

const KIB = 1_024;

/** What came with the words: pictures small, the rest as links; what is missing or wrong says why. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  const { feedback } = useMessages();
  if (attachments.length === 0) return null;
  return (
    <ul className={styles.attachments} aria-label={feedback.attachmentsOf}>
      {attachments.map((each, n) => (
        <li key={n}>
          <One each={each} name={feedback.attachments(String(n + 1))} />
        </li>
      ))}
    </ul>
  );
}

function One({ each, name }: { each: Attachment; name: string }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const { url, state, problem, contentType, sizeBytes } = each;
  if (!url) {
    const why = feedback.attachmentProblems[problem ?? state] ?? problem ?? state;
    return <Badge tone={state === "CHECKING" ? "plain" : "warn"}>{`${name}: ${why}`}</Badge>;
  }
  const size = sizeBytes === null ? "" : feedback.kib(format.number(Math.ceil(Number(sizeBytes) / KIB)));
  return (
    <a href={url} target="_blank" rel="noreferrer" title={[contentType, size].filter(Boolean).join(" · ")}>
      {contentType?.startsWith("image/") ? <img src={url} alt={name} loading="lazy" /> : name}
    </a>
  );
}

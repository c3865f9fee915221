import { FeedbackReadersDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Feedback.module.css";

/** A reader stays one for 40 seconds, so one question may be lost. A page in the background asks nothing. */
const EVERY_MS = 15_000;

/** Who else has the item open, so that two do not answer it. */
export function Readers({ id }: { id: string }) {
  const { feedback } = useMessages();
  const format = useFormat();
  const asked = useAsk(FeedbackReadersDocument, { id }, { everyMs: EVERY_MS });
  // Whoever was here before an answer failed may be gone.
  const readers = asked.isError ? [] : (asked.data?.data.feedbackReaders ?? []);
  return (
    <p className={styles.readers} role="status">
      {readers.length > 0 && feedback.readers(format.list(readers))}
    </p>
  );
}

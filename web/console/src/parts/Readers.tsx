import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { useSignedIn } from "../lib/signedIn.js";
import styles from "./Parts.module.css";
import type { Present } from "./useClaim.js";

/** Who else has the item open and which of them answers it, so that two do not. */
export function Readers({ present }: { present: Present | undefined }) {
  const { feedback } = useMessages();
  const { subject } = useSignedIn();
  const format = useFormat();
  const { readers = [], answerer = null } = present ?? {};
  const others = readers.filter((reader) => reader !== answerer);
  const told = [
    answerer && answerer !== subject && feedback.answering(answerer),
    others.length > 0 && feedback.readers(format.list(others)),
  ].filter(Boolean);
  return (
    <p className={styles.readers} role="status">
      {told.join(feedback.and)}
    </p>
  );
}

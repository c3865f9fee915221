import { BusinessHoursDocument } from "../generated/documents.js";
import { useAsk } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Feedback.module.css";

/** From 1 November on somebody has to look for the holidays of the next year. */
export function UnknownYears() {
  const { feedback } = useMessages();
  const format = useFormat();
  const asked = useAsk(BusinessHoursDocument, {});
  const years = asked.data?.data.businessHours?.unknownYears ?? [];
  if (years.length === 0) return null;
  return (
    <p className={styles.unknown} role="note">
      {feedback.unknownYears(format.list(years.map(String)))}
    </p>
  );
}

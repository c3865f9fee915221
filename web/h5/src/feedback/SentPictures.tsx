import type { ItemPageFragment } from "../generated/documents.js";
import { useMessages } from "../lib/messages.js";
import styles from "./Pictures.module.css";

type Attachment = ItemPageFragment["edges"][number]["node"]["attachments"][number];

/** What the member sent with the words; of what is missing or wrong, what they can do. */
export function SentPictures({ attachments }: { attachments: readonly Attachment[] }) {
  const { feedback } = useMessages();
  if (attachments.length === 0) return null;
  return (
    <div class={styles["sent"]}>
      {attachments.map((each, n) => {
        const said = feedback.attachmentProblems[each.problem ?? each.state];
        if (said) return <p key={n}>{`${feedback.picture(n + 1)}: ${said}`}</p>;
        if (!each.url) return null;
        return (
          <a key={n} href={each.url} target="_blank" rel="noreferrer">
            {each.contentType?.startsWith("image/") ? <img src={each.url} alt={feedback.picture(n + 1)} loading="lazy" /> : feedback.picture(n + 1)}
          </a>
        );
      })}
    </div>
  );
}

import { InboxPageDocument, OlderInboxDocument, OpenInboxMessageDocument, type InboxFragment } from "../generated/documents.js";
import { useAsk, useWish } from "../lib/api.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { Badge } from "../parts/Badge.js";
import { Link } from "../parts/Link.js";
import { Older } from "../parts/Older.js";
import { Empty, Loaded, Page, Panel } from "../parts/Page.js";
import { Said } from "../parts/Said.js";
import styles from "./Inbox.module.css";

type Message = InboxFragment["edges"][number]["node"];

/** What the brand told the member by itself, and why. */
export function InboxPage() {
  const { inbox } = useMessages();
  const asked = useAsk(InboxPageDocument, {});
  return (
    <Page title={inbox.title} back="/me">
      <Loaded asked={asked}>
        {({ inbox: page }) =>
          page && (
            <Panel title={page.unread ? inbox.unread(page.unread) : inbox.all}>
              {page.edges.length === 0 ? <Empty>{inbox.none}</Empty> : <Messages page={page} />}
            </Panel>
          )
        }
      </Loaded>
    </Page>
  );
}

function Messages({ page }: { page: InboxFragment }) {
  return (
    <>
      <ul class={styles["messages"]}>
        {page.edges.map(({ node }) => (
          <li key={node.id}>
            <MessageRow message={node} />
          </li>
        ))}
      </ul>
      <Older page={page}>{(after) => <OlderMessages after={after} />}</Older>
    </>
  );
}

function OlderMessages({ after }: { after: string }) {
  const asked = useAsk(OlderInboxDocument, { after });
  return <Loaded asked={asked}>{({ inbox }) => inbox && <Messages page={inbox} />}</Loaded>;
}

/** A message, closed until it is wanted; opening it is what makes it read. */
export function MessageRow({ message }: { message: Message }) {
  const { inbox } = useMessages();
  const format = useFormat();
  const opening = useWish(OpenInboxMessageDocument, "open");
  const open = (isOpen: boolean) => {
    if (isOpen && !message.readAt && !opening.isPending) void opening.run({ messageId: message.id });
  };
  return (
    <details class={styles["message"]} onToggle={(event) => open(event.currentTarget.open)}>
      <summary>
        <span class={styles["title"]}>{message.title}</span>
        {!message.readAt && <Badge tone="good">{inbox.isNew}</Badge>}
        <small>{format.dateTime(message.sentAt)}</small>
      </summary>
      <p class={styles["words"]}>{message.text}</p>
      {message.feedbackId && <Link to="/feedback">{inbox.toFeedback}</Link>}
      <details class={styles["why"]}>
        <summary>{inbox.why}</summary>
        <p>{message.why}</p>
        {message.purpose !== "SERVICE" && <Link to="/consents">{inbox.optOut}</Link>}
      </details>
      <Said outcome={opening.outcome} />
    </details>
  );
}

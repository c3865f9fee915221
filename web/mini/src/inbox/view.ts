import type { MiniInboxQuery } from "../generated/documents.js";
import type { Format } from "../lib/format.js";
import { texts } from "../lib/texts.js";

export interface Message {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly why: string;
  readonly sentAt: string;
  readonly isRead: boolean;
  readonly isOpen: boolean;
  /** What the member may want no more of; "" for what belongs to the membership. */
  readonly purpose: "MARKETING" | "SURVEY" | "";
}

export interface Inbox {
  readonly heading: string;
  readonly messages: readonly Message[];
  /** The cursor of the next page; "" on the last one. */
  readonly after: string;
  readonly none: string;
}

/** A page of the inbox behind `before`; messages that stand open stay so. */
export function inboxOf({ inbox: page }: MiniInboxQuery, format: Format, open: ReadonlySet<string>, before: readonly Message[] = []): Inbox {
  const { inbox } = texts;
  const came = page?.edges.map(({ node: { id, title, text, why, sentAt, readAt, purpose } }) => {
    const wayOut = purpose === "MARKETING" || purpose === "SURVEY" ? purpose : "";
    return { id, title, text, why, sentAt: format.dateTime(sentAt), isRead: readAt !== null, isOpen: open.has(id), purpose: wayOut } as const;
  });
  const messages = [...before, ...(came ?? [])];
  return {
    heading: page ? headingOf(page.unread) : "",
    messages,
    after: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? "") : "",
    none: page && messages.length === 0 ? inbox.none : "",
  };
}

export const headingOf = (unread: number): string => (unread > 0 ? texts.inbox.unread(unread) : texts.inbox.all);

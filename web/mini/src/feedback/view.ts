import type { MiniFeedbackQuery } from "../generated/documents.js";
import type { Format } from "../lib/format.js";
import { texts } from "../lib/texts.js";

/** An item in words. */
export interface Item {
  readonly id: string;
  readonly text: string;
  readonly state: string;
  readonly when: string;
  /** What the team and the member said to each other behind the first words. */
  readonly turns: readonly { readonly at: string; readonly words: string }[];
  readonly canGoOn: boolean;
  /** The label of further words. */
  readonly goOn: string;
  /** The member is asked whether it is solved. */
  readonly isAsked: boolean;
  /** The member is asked how far it has helped. */
  readonly canRate: boolean;
  readonly rated: string;
}

export interface Items {
  readonly items: readonly Item[];
  /** The cursor of the next page; "" on the last one. */
  readonly after: string;
  readonly none: string;
}

const DONE: ReadonlySet<string> = new Set(["RESOLVED", "CONFIRMED", "CLOSED"]);

type Page = NonNullable<NonNullable<MiniFeedbackQuery["me"]>["feedback"]>;

/** A page of the member's items behind `before`. */
export function itemsOf({ me }: MiniFeedbackQuery, format: Format, before: readonly Item[] = []): Items {
  const page = me?.feedback;
  const items = [...before, ...(page?.edges.map(({ node }) => itemOf(node, format)) ?? [])];
  return {
    items,
    after: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? "") : "",
    none: page && items.length === 0 ? texts.feedback.none : "",
  };
}

function itemOf({ id, text, state, rating, createdAt, topics, timeline }: Page["edges"][number]["node"], format: Format): Item {
  const { feedback } = texts;
  return {
    id,
    text,
    state: feedback.states[state] ?? state,
    when: [format.dateTime(createdAt), ...topics.map(({ name }) => name)].join(" · "),
    turns: timeline.flatMap(({ at, message, said }) =>
      [said && `${feedback.you} ${said}`, message].flatMap((words) => (words ? [{ at: format.dateTime(at), words }] : [])),
    ),
    canGoOn: !DONE.has(state),
    goOn: state === "WAITING" ? feedback.answer : feedback.goOn,
    isAsked: state === "RESOLVED",
    canRate: DONE.has(state) && rating === null,
    rated: rating === null ? "" : feedback.rated(rating),
  };
}

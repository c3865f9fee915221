import type { MySurveysQuery } from "../generated/documents.js";

export type Offer = NonNullable<NonNullable<MySurveysQuery["me"]>["surveys"]>[number];
export type Question = Offer["questions"][number];

/** What a member says to one question. */
export interface Reply {
  readonly question: string;
  readonly number?: number | null;
  readonly options?: readonly string[];
  readonly text?: string | null;
}
export type Replies = Readonly<Record<string, Reply>>;

export const repliesOf = (given: readonly Reply[]): Replies => Object.fromEntries(given.map((reply) => [reply.question, reply]));

export const isEmpty = (reply: Reply | undefined): boolean =>
  !reply || ((reply.number ?? null) === null && !reply.options?.length && !reply.text?.trim());

/** The questions that a member sees who gave these replies: a reply to a hidden question shows no other. */
export function shownQuestions(questions: readonly Question[], replies: Replies): Question[] {
  const shown = new Set<string>();
  return questions.filter(({ code, showWhen }) => {
    const isShown = !showWhen || (shown.has(showWhen.question) && holds(showWhen, replies[showWhen.question]));
    if (isShown) shown.add(code);
    return isShown;
  });
}

function holds({ atLeast, atMost, anyOf }: NonNullable<Question["showWhen"]>, reply: Reply | undefined): boolean {
  if (!reply || isEmpty(reply)) return false;
  if (anyOf.length > 0 && !anyOf.some((code) => reply.options?.includes(code))) return false;
  if (atLeast === null && atMost === null) return true;
  const { number } = reply;
  if (number === null || number === undefined) return false;
  return number >= (atLeast ?? number) && number <= (atMost ?? number);
}

/** The replies as they are sent: those to questions that are shown. */
export const sentReplies = (questions: readonly Question[], replies: Replies) =>
  shownQuestions(questions, replies)
    .map(({ code }) => replies[code])
    .filter((reply): reply is Reply => reply !== undefined && !isEmpty(reply))
    .map(({ question, number, options, text }) => ({ question, number: number ?? null, options: [...(options ?? [])], text: text?.trim() || null }));

/** The first question without a reply, at which a member goes on. */
export function placeOf(questions: readonly Question[], replies: Replies): number {
  const shown = shownQuestions(questions, replies);
  const place = shown.findIndex(({ code }) => isEmpty(replies[code]));
  return place < 0 ? Math.max(0, shown.length - 1) : place;
}

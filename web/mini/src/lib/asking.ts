import { TesseraError, type Answer, type Document } from "@tessera/client";

import { formatIn, type Format } from "./format.js";
import { gateway } from "./gateway.js";
import { texts } from "./texts.js";

/** How far a page's question is: parts/frame.wxml shows it. */
export interface Asking {
  readonly isLoading: boolean;
  /** Why nothing came; "" when something did. */
  readonly failed: string;
  /** A word where parts did not come. */
  readonly partial: string;
}

export const ASKING: Asking = { isLoading: true, failed: "", partial: "" };

/** The words of parts/frame.wxml. */
export const FRAME = { loading: texts.app.loading, retry: texts.app.retry, more: texts.app.more };

/** What a page has of WeChat. */
export interface Shown {
  setData(data: object): void;
}

interface Viewed {
  readonly viewer?: { readonly timeZone?: string | null } | null;
}

/** The brand's, once an answer has told it: it costs a call, so the first question asks alone. */
let timeZone: string | undefined;

const latest = new WeakMap<Shown, number>();

/**
 * Asks, and shows what `view` makes of the answer; what was shown stays where no answer comes. An answer
 * that a later question overtook is left out. Never rejects.
 */
export async function ask<Data extends Viewed, V extends { readonly isFirst: boolean }>(
  page: Shown,
  document: Document<Data, V>,
  variables: Omit<NoInfer<V>, "isFirst">,
  view: (data: Data, format: Format) => object,
): Promise<void> {
  const turn = (latest.get(page) ?? 0) + 1;
  latest.set(page, turn);
  const client = gateway();
  const send = client.send.bind(client) as (d: Document<Data, V>, v: V) => Promise<Answer<Data>>;
  let shown: object;
  try {
    const { data, problems } = await send(document, { ...variables, isFirst: timeZone === undefined } as V);
    timeZone ??= data.viewer?.timeZone ?? undefined;
    const partial = problems.length > 0 ? texts.app.partial : "";
    shown = { ...view(data, formatIn(timeZone)), isLoading: false, failed: "", partial };
  } catch (error) {
    shown = { isLoading: false, failed: said(error) };
  }
  if (latest.get(page) === turn) page.setData(shown);
  wx.stopPullDownRefresh();
}

/** Why something failed, in the member's words. */
export function said(error: unknown): string {
  if (!(error instanceof TesseraError)) return texts.app.failed;
  if (error.code === "RATE_LIMITED") return texts.app.limited;
  const text = error.problems[0].message;
  return error.passing || error.code === "ANSWER_INVALID" || !text ? texts.app.failed : text;
}

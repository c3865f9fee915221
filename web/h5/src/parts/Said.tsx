import type { Outcome } from "../lib/api.js";
import { Notice, useSaid } from "./Page.js";

/** Why a wish was not done; nothing where it was. */
export function Said({ outcome }: { outcome: Outcome<unknown> | undefined }) {
  const said = useSaid();
  if (!outcome || "done" in outcome) return null;
  return <Notice tone="bad">{"refused" in outcome ? outcome.refused : said(outcome.error)}</Notice>;
}

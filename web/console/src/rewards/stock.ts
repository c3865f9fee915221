/** How far the pieces of a reward go. */
export type StockState = "enough" | "low" | "none";

/** A tenth of all pieces that there were, taken or left. */
const LOW_SHARE = 0.1;

/** The state of what is left; undefined where pieces are not limited. */
export function stateOf({ stock, redeemedCount }: { stock: number | null; redeemedCount: number }): StockState | undefined {
  if (stock === null) return undefined;
  if (stock <= 0) return "none";
  return stock < (stock + redeemedCount) * LOW_SHARE ? "low" : "enough";
}

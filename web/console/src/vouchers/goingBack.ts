import { minorOf } from "./minor.js";

interface Line {
  readonly lineId: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly leftQuantity: number;
  readonly leftMinor: number;
}

/** The part of an order that goes back, as a refund names it. */
export interface GoingBack {
  readonly totalMinor: number;
  readonly lines?: readonly { readonly lineId: string; readonly quantity: number; readonly amountMinor: number }[];
}

/**
 * The part of an order that the typed pieces by line name, or the typed sum where it has no lines; undefined unless something goes
 * back and all of it is left. The last pieces of a line take the rest of its money, the others their share, rounded down.
 */
export function goingBack(
  order: { readonly currencyCode: string; readonly leftMinor: number; readonly lines: readonly Line[] },
  pieces: Readonly<Record<string, string>>,
  sum: string,
): GoingBack | undefined {
  if (order.lines.length === 0) {
    const totalMinor = minorOf(sum, order.currencyCode);
    return totalMinor && totalMinor <= order.leftMinor ? { totalMinor } : undefined;
  }
  const lines = [];
  for (const line of order.lines) {
    const typed = (pieces[line.lineId] ?? "").trim();
    if (!/^\d{0,9}$/.test(typed) || Number(typed) > line.leftQuantity) return undefined;
    const quantity = Number(typed);
    if (quantity > 0) lines.push({ lineId: line.lineId, quantity, amountMinor: moneyOf(line, quantity) });
  }
  const totalMinor = lines.reduce((before, { amountMinor }) => before + amountMinor, 0);
  return lines.length > 0 && totalMinor <= order.leftMinor ? { totalMinor, lines } : undefined;
}

function moneyOf(line: Line, quantity: number): number {
  if (quantity === line.leftQuantity) return line.leftMinor;
  return Math.min(line.leftMinor, Number((BigInt(line.amountMinor) * BigInt(quantity)) / BigInt(line.quantity)));
}

import type { DeskOrderFragment } from "../generated/documents.js";

type Quote = DeskOrderFragment["basket"]["quote"];

/** The sums of the lines that the till took, in minor units and points; shipping is in `paid`. */
export function soldOf({ lines, shippingMinor }: Quote) {
  const taken = lines.filter(({ captured }) => captured);
  const sum = (of: (line: Quote["lines"][number]) => number) => taken.reduce((total, line) => total + of(line), 0);
  return {
    amount: sum((line) => line.amountMinor),
    off: sum((line) => line.tierMinor + line.couponMinor),
    points: sum((line) => line.points),
    pointsPay: sum((line) => line.pointsMinor),
    paid: sum((line) => line.paidMinor) + shippingMinor,
  };
}

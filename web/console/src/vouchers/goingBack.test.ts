import { expect, test } from "vitest";

import { goingBack } from "./goingBack.js";

const line = (lineId: string, quantity: number, amountMinor: number, leftQuantity = quantity, leftMinor = amountMinor) => ({
  lineId, quantity, amountMinor, leftQuantity, leftMinor,
});
const order = (leftMinor: number, ...lines: ReturnType<typeof line>[]) => ({ currencyCode: "CNY", leftMinor, lines });

test("pieces take their share of the line, and the last ones the rest of its money", () => {
  const tea = order(2_000, line("1", 3, 1_000), line("2", 1, 1_000));
  expect(goingBack(tea, { "1": "1" }, "")).toEqual({ totalMinor: 333, lines: [{ lineId: "1", quantity: 1, amountMinor: 333 }] });
  const later = order(1_667, line("1", 3, 1_000, 2, 667), line("2", 1, 1_000));
  expect(goingBack(later, { "1": "2", "2": " 1 " }, "")?.totalMinor).toBe(1_667);
});

test("a piece that cost nothing goes back for nothing", () => {
  expect(goingBack(order(500, line("gift", 1, 0), line("2", 1, 500)), { gift: "1" }, "")).toEqual({
    totalMinor: 0, lines: [{ lineId: "gift", quantity: 1, amountMinor: 0 }],
  });
});

test("more than is left, half a piece, and nothing at all are no refund", () => {
  const tea = order(667, line("1", 3, 1_000, 2, 667));
  for (const typed of ["3", "0.5", "-1", "", "0", "x"]) expect(goingBack(tea, { "1": typed }, "")).toBeUndefined();
  expect(goingBack(order(100, line("1", 1, 1_000)), { "1": "1" }, "")).toBeUndefined();
});

test("an order without lines goes back by its sum", () => {
  expect(goingBack(order(1_850), {}, "18.5")).toEqual({ totalMinor: 1_850 });
  expect(goingBack(order(1_849), {}, "18.5")).toBeUndefined();
});

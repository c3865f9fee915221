import type { Format } from "../lib/formats.js";

/** The share of the way to the next tier, 0 to 100; undefined where there is no next one. */
export function progressOf(growth: number, toNext: number | null): number | undefined {
  if (toNext === null) return undefined;
  const whole = growth + toNext;
  return whole <= 0 ? 0 : Math.min(100, Math.max(0, Math.round((growth / whole) * 100)));
}

/** An amount of a ladder in words: by its basis, money as money, and an unknown basis as a number. */
export function amountText(
  { basis, currencyCode }: { basis: string; currencyCode: string },
  value: number,
  words: Record<string, (amount: string) => string>,
  format: Pick<Format, "number" | "money">,
): string {
  const written = basis === "spend" || basis === "ltv" ? format.money(value, currencyCode) : format.number(value);
  return words[basis]?.(written) ?? written;
}

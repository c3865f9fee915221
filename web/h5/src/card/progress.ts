/** The share of the way to the next tier, 0 to 100; undefined where there is no next one. */
export function progressOf(growth: number, toNext: number | null): number | undefined {
  if (toNext === null) return undefined;
  const whole = growth + toNext;
  return whole <= 0 ? 0 : Math.min(100, Math.max(0, Math.round((growth / whole) * 100)));
}

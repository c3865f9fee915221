/** The points that a text says, such as -50 or +1,000; undefined unless it is a whole number other than 0. */
export function amountOf(typed: string): number | undefined {
  const bare = typed.trim().replace(/[,，\s]/g, "").replace(/^[−－]/, "-").replace(/^＋/, "+");
  if (!/^[+-]?\d{1,12}$/.test(bare)) return undefined;
  return Number(bare) || undefined;
}

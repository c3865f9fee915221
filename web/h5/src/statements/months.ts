/** The present month in a zone and those before it, so many, the latest first: YYYY-MM. */
export function monthsUntil(now: Date, count: number, timeZone?: string): string[] {
  const parts = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", ...(timeZone && { timeZone }) });
  const [year = 0, month = 1] = parts.format(now).split("-").map(Number);
  return Array.from({ length: count }, (_, n) => new Date(Date.UTC(year, month - 1 - n, 1)).toISOString().slice(0, 7));
}

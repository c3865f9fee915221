/** The month of an instant in a zone, YYYY-MM. */
export function monthOf(at: Date, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", ...(timeZone && { timeZone }) });
  return parts.format(at).slice(0, 7);
}

/** The month so many months later, or earlier where the number is negative. */
export function shifted(month: string, months: number): string {
  const [year = 0, of = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, of - 1 + months, 1)).toISOString().slice(0, 7);
}

/** A month and those before it, so many, the latest first. */
export const monthsUntil = (last: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => shifted(last, -n));

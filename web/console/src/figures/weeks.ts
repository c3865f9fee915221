const WEEK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;
const WEEKS = 6;

/** The bounds of the last six weeks, as instants; the last of them ends with the present hour, so that it is asked for once an hour. */
export function weekBounds(now: number): [string, string, string, string, string, string, string] {
  const end = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: WEEKS + 1 }, (_, n) => new Date(end - (WEEKS - n) * WEEK_MS).toISOString()) as ReturnType<
    typeof weekBounds
  >;
}

/** The last days as instants, to the present minute. */
export function lastDays(now: number, days: number): { from: string; until: string } {
  const end = Math.ceil(now / 60_000) * 60_000;
  return { from: new Date(end - days * 86_400_000).toISOString(), until: new Date(end).toISOString() };
}

/** How a share of answers in time is to be taken; undefined where nothing was due. */
export function verdictOf(percent: number | null): "good" | "warn" | "bad" | undefined {
  if (percent === null) return undefined;
  return percent >= 95 ? "good" : percent >= 80 ? "warn" : "bad";
}

/** A period of a leaderboard: the code that the gateway takes, and its first day. */
export interface Period {
  readonly code: string;
  readonly firstDay: string;
}

const DAY_MS = 86_400_000;

/**
 * A period and those before it, so many, the latest first. `firstDay` is YYYY-MM-DD. Seasons have no order that
 * a front end knows, so only the one that was named is in the list.
 */
export function periodsUntil(per: string, { code, firstDay }: Period, count: number): Period[] {
  const first = Date.parse(`${firstDay}T00:00:00Z`);
  const days = { DAY: 1, WEEK: 7 }[per];
  if (days) {
    return Array.from({ length: count }, (_, n) => {
      const day = isoDay(first - n * days * DAY_MS);
      return { code: days === 1 ? day : weekOf(day), firstDay: day };
    });
  }
  if (per !== "MONTH") return [{ code, firstDay }];
  const [year = 0, month = 1] = firstDay.split("-").map(Number);
  return Array.from({ length: count }, (_, n) => {
    const day = isoDay(Date.UTC(year, month - 1 - n, 1));
    return { code: day.slice(0, 7), firstDay: day };
  });
}

/** The ISO week of a Monday: 2026-W10. It belongs to the year that has its Thursday. */
function weekOf(monday: string): string {
  const thursday = Date.parse(`${monday}T00:00:00Z`) + 3 * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

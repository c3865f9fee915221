import type { Tone } from "@tessera/kit";

interface Clocked {
  readonly state: string;
  readonly responseDueAt: string | null;
  readonly resolutionDueAt: string | null;
  readonly firstResponseAt: string | null;
}

const SOON_MS = 30 * 60_000;
const OVER: ReadonlySet<string> = new Set(["RESOLVED", "CONFIRMED", "CLOSED"]);

/** What an item's clock says: the deadline that counts now, and how urgent it is. */
export interface Due {
  readonly at: string | undefined;
  readonly tone: Tone;
  readonly late: boolean;
}

/** Until there is an answer, the deadline of the response counts; then the one of the resolution. */
export function dueOf(item: Clocked, now: number): Due {
  if (OVER.has(item.state)) return { at: undefined, tone: "plain", late: false };
  const at = (item.firstResponseAt ? item.resolutionDueAt : item.responseDueAt) ?? undefined;
  if (at === undefined) return { at, tone: "plain", late: false };
  const left = new Date(at).getTime() - now;
  return { at, tone: left < 0 ? "bad" : left < SOON_MS ? "warn" : "info", late: left < 0 };
}

import type { Tone } from "@tessera/kit";

export const TONES: Record<string, Tone> = {
  READY: "accent",
  WAITING: "warn",
  QUEUED: "warn",
  STARTED: "warn",
  RUNNING: "warn",
  DONE: "good",
  REJECTED: "bad",
  FAILED: "bad",
};

const MOVING = new Set(["WAITING", "QUEUED", "RUNNING", "STARTED"]);
const SOON_MS = 2_000;

/** How often a file is asked for again: while somebody or something is about to move it. */
export function everyMs(state: string | undefined): number | undefined {
  return state !== undefined && MOVING.has(state) ? SOON_MS : undefined;
}

interface Counts {
  readonly rows: number;
  readonly refusedWhenChecked: number;
  readonly done: number;
  readonly refusedWhenRun: number;
}

/** How many rows were tried, of those that are tried at all. */
export function progressOf({ rows, refusedWhenChecked, done, refusedWhenRun }: Counts): { tried: number; of: number } {
  return { tried: done + refusedWhenRun, of: rows - refusedWhenChecked };
}

/** How many rows were refused, when they were checked or when it was their turn. */
export function refusedOf({ refusedWhenChecked, refusedWhenRun }: Counts): number {
  return refusedWhenChecked + refusedWhenRun;
}

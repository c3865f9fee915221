import type { Format } from "../lib/format.js";

/** The day of a comment as people write it; of an anonymous survey only its month is known. */
export function writtenOn(format: Pick<Format, "day" | "month">, day: string): string {
  return day.length === "2026-12".length ? format.month(day) : format.day(day);
}

/** Hours between an opening and a closing, such as 10:00 and 22:00; 1 is Monday. */
export interface Interval {
  readonly weekday: number;
  readonly opens: string;
  readonly closes: string;
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const SPAN = /^([01]?\d|2[0-3]):([0-5]\d)\s*[-\u2013\u2014~\u81f3]\s*(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)$/;

/** The hours of one weekday as people write them: `10:00-14:00, 17:00-22:00`; empty where it is closed. */
export const textOf = (hours: readonly Interval[], weekday: number): string =>
  hours
    .filter((each) => each.weekday === weekday)
    .map(({ opens, closes }) => `${opens}-${closes}`)
    .sort()
    .join(", ");

/** The intervals of what was written for a weekday; undefined where it cannot be read. */
export function intervalsOf(text: string, weekday: number): Interval[] | undefined {
  const intervals: Interval[] = [];
  for (const part of text.split(/[,，;；]/).map((each) => each.trim()).filter(Boolean)) {
    const [, openHour, openMinute, closeHour, closeMinute] = SPAN.exec(part) ?? [];
    if (openHour === undefined) return undefined;
    // Midnight at the end of a day is that at the beginning of the next.
    const closes = closeHour === undefined ? "00:00" : `${closeHour.padStart(2, "0")}:${closeMinute}`;
    intervals.push({ weekday, opens: `${openHour.padStart(2, "0")}:${openMinute}`, closes });
  }
  return intervals;
}

/** Weekdays in a row with the same hours: first, last, and the hours in words; closed ones are left out. */
export function spansOf(hours: readonly Interval[]): readonly (readonly [first: number, last: number, text: string])[] {
  const spans: [number, number, string][] = [];
  for (const weekday of WEEKDAYS) {
    const text = textOf(hours, weekday);
    const span = spans.at(-1);
    if (text && span?.[2] === text && span[1] === weekday - 1) span[1] = weekday;
    else if (text) spans.push([weekday, weekday, text]);
  }
  return spans;
}

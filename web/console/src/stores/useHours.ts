import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";
import { spansOf, type Interval } from "./hours.js";

/** The opening hours of a week in words; empty where they are not known. */
export function useHours(): (hours: readonly Interval[]) => string {
  const { stores } = useMessages();
  const format = useFormat();
  const day = (weekday: number) => stores.weekdays[weekday] ?? String(weekday);
  return (hours) =>
    format.list(
      spansOf(hours).map(([first, last, text]) =>
        stores.span(first === 1 && last === 7 ? stores.everyDay : first === last ? day(first) : stores.days(day(first), day(last)), text),
      ),
    );
}

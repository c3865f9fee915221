/** Whether two instants are of one day of the calendar in a zone. */
export function isSameDay(one: Date, other: Date, timeZone: string | undefined): boolean {
  const day = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", ...(timeZone && { timeZone }) });
  return day.format(one) === day.format(other);
}

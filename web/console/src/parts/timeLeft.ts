/** Whole hours and the minutes beside them; seconds of a minute that is not over count as none. */
export function partsOf(seconds: number): { readonly hours: number; readonly minutes: number } {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

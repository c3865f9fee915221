/** How many touches are in one of `states`. */
export function summed(counts: readonly { state: string; count: number }[], states: readonly string[]): number {
  return counts.reduce((sum, { state, count }) => (states.includes(state) ? sum + count : sum), 0);
}

/** The share of members who were touched; 0 of nobody. */
export function shareOf(touched: number, reachable: number): number {
  return reachable > 0 ? touched / reachable : 0;
}

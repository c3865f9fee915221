/** An entry of a statement: what it changed, when it took effect, and the balance behind it in the ledger's order. */
interface Entry {
  readonly amount: number;
  readonly effectiveAt: string;
  readonly balanceAfter: number;
}

/**
 * The course of the balance over `entries`, which come newest first in the ledger's order: a point for each, by the time of its effect.
 * A late entry took effect before others that the ledger has had longer, so the balances kept with the entries make no course in
 * time; the amounts do, and the last point is the balance of today.
 */
export function balanceCourse(entries: readonly Entry[]): { at: number; value: number }[] {
  const changes = entries.map(({ amount, effectiveAt }) => ({ at: new Date(effectiveAt).getTime(), amount }));
  let value = (entries[0]?.balanceAfter ?? 0) - changes.reduce((sum, { amount }) => sum + amount, 0);
  return changes
    .reverse()
    .sort((one, other) => one.at - other.at)
    .map(({ at, amount }) => ({ at, value: (value += amount) }));
}

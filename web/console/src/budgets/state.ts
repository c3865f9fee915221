/** How far a budget is used up. */
export type BudgetState = "stopped" | "near" | "within";

/** From this share on somebody should look at it before it stops. */
const NEAR_PERCENT = 80;

export function stateOf({ sharePercent, stoppedAt }: { sharePercent: number; stoppedAt: string | null }): BudgetState {
  if (stoppedAt !== null) return "stopped";
  return sharePercent >= NEAR_PERCENT ? "near" : "within";
}

const URGENCY: Record<BudgetState, number> = { stopped: 0, near: 1, within: 2 };

/** The most urgent first: those that stopped, then by the share that is used. */
export function byUrgency<Budget extends Parameters<typeof stateOf>[0]>(budgets: readonly Budget[]): Budget[] {
  return [...budgets].sort(
    (one, other) => URGENCY[stateOf(one)] - URGENCY[stateOf(other)] || other.sharePercent - one.sharePercent,
  );
}

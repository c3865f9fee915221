import type { JourneyQuery } from "../generated/documents.js";

export type Step = NonNullable<JourneyQuery["journey"]>["steps"][number];

const SENT: readonly string[] = ["DELIVERED", "PLANNED", "HANDED", "SENT", "UNKNOWN"];

/** How many messages of a step went out, and the others by what became of them. */
export function sentAndNot({ touches }: Pick<Step, "touches">): { sent: number; not: Step["touches"] } {
  const sent = touches.filter(({ state }) => SENT.includes(state)).reduce((sum, { count }) => sum + count, 0);
  return { sent, not: touches.filter(({ state }) => !SENT.includes(state)) };
}

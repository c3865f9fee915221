import type { JourneyQuery } from "../generated/documents.js";

export type Step = NonNullable<JourneyQuery["journey"]>["steps"][number];

interface Count {
  state: string;
  count: number;
}

const SENT: readonly string[] = ["DONE", "DELIVERED", "PLANNED", "HANDED", "SENT", "UNKNOWN"];

/** How many messages of a step went out, or gifts and tags were given, and the others by what became of them. */
export function sentAndNot({ touches, deeds }: Pick<Step, "touches" | "deeds">): { sent: number; not: readonly Count[] } {
  const counts: readonly Count[] = [...touches, ...deeds];
  const sent = counts.filter(({ state }) => SENT.includes(state)).reduce((sum, { count }) => sum + count, 0);
  return { sent, not: counts.filter(({ state }) => !SENT.includes(state)) };
}

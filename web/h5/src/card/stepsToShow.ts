import type { HomeQuery } from "../generated/documents.js";

export type Step = NonNullable<NonNullable<HomeQuery["me"]>["lifecycle"]>["activation"][number];

/** The first steps with the brand while one that is not taken is in time; none after that. `today` is a day such as 2026-12-01. */
export function stepsToShow(steps: readonly Step[], today: string): readonly Step[] {
  return steps.some(({ takenOn, dueOn }) => !takenOn && dueOn >= today) ? steps : [];
}

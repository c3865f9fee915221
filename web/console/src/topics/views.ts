/** The lists that moderators work through. */
export const VIEWS = ["pending", "open", "refused"] as const;
export type View = (typeof VIEWS)[number];

/** The view that the address names; what waits where it names none. */
export function viewOf(named: string | undefined): View {
  return VIEWS.find((view) => view === named) ?? "pending";
}

/** The arguments of the list: what waits in the order of the queue, all else by time. */
export function asked(view: View): { order: "QUEUE" | "NEWEST"; state: "PENDING" | "OPEN" | "REFUSED" } {
  if (view === "pending") return { order: "QUEUE", state: "PENDING" };
  return { order: "NEWEST", state: view === "open" ? "OPEN" : "REFUSED" };
}

export type Act = "open" | "refuse" | "praise";

/** What an operator may do with a post as it stands; the service decides again. */
export function actsOf({ state, text, praised }: { state: string; text: string; praised: boolean }): readonly Act[] {
  if (state === "PENDING") return ["open", "refuse"];
  if (state === "REFUSED") return text ? ["open"] : [];
  if (state === "OPEN") return praised ? ["refuse"] : ["praise", "refuse"];
  return [];
}

/** The lists that operators work through. */
export const VIEWS = ["pending", "idea", "incubating", "implemented", "refused"] as const;
export type View = (typeof VIEWS)[number];

/** The view that the address names; ideas by votes where it names none. */
export function viewOf(named: string | undefined): View {
  return VIEWS.find((view) => view === named) ?? "idea";
}

/** The arguments of the list: what waits or was refused by time, shelves by votes. */
export function asked(view: View): {
  order: "NEWEST" | "VOTES";
  state: "PENDING" | "REFUSED" | "OPEN";
  shelf: "IDEA" | "INCUBATING" | "IMPLEMENTED" | null;
} {
  if (view === "pending") return { order: "NEWEST", state: "PENDING", shelf: null };
  if (view === "refused") return { order: "NEWEST", state: "REFUSED", shelf: null };
  const shelf = view === "idea" ? "IDEA" : view === "incubating" ? "INCUBATING" : "IMPLEMENTED";
  return { order: "VOTES", state: "OPEN", shelf };
}

export type Act = "open" | "refuse" | "incubate" | "implement" | "back" | "merge" | "answer" | "trial";

/** What an operator may do with an idea as it stands; the service decides again. */
export function actsOf({ state, shelf, title }: { state: string; shelf: string; title: string }): readonly Act[] {
  if (state === "PENDING") return ["open", "refuse"];
  if (state === "REFUSED") return title ? ["open"] : [];
  if (state !== "OPEN") return [];
  if (shelf === "IDEA") return ["incubate", "merge", "answer", "refuse"];
  if (shelf === "INCUBATING") return ["implement", "trial", "answer", "back"];
  return ["answer"];
}

/** Ids of members, one a line or between commas, each once. */
export function memberIds(written: string): readonly string[] {
  return [...new Set(written.split(/[\s,，;；]+/).filter(Boolean))];
}

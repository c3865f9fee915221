/** What a member may look at: the best liked, the newest, a shelf, or their own. */
export const VIEWS = ["top", "newest", "incubating", "implemented", "own"] as const;
export type View = (typeof VIEWS)[number];

/** The arguments of the list for a view. */
export function chosen(view: View): { order: "VOTES" | "NEWEST"; shelf: "INCUBATING" | "IMPLEMENTED" | null; own: boolean } {
  const shelf = view === "incubating" ? "INCUBATING" : view === "implemented" ? "IMPLEMENTED" : null;
  return { order: view === "newest" || view === "own" ? "NEWEST" : "VOTES", shelf, own: view === "own" };
}

/** Whether members can vote for it now. */
export function takesVotes({ state, shelf }: { state: string; shelf: string }): boolean {
  return state === "OPEN" && shelf !== "IMPLEMENTED";
}

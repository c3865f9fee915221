/** What a member may look at: the best liked, the newest, or their own. */
export const VIEWS = ["top", "newest", "own"] as const;
export type View = (typeof VIEWS)[number];

/** The arguments of the list for a view. */
export function chosen(view: View): { order: "LIKES" | "NEWEST"; own: boolean } {
  return { order: view === "top" ? "LIKES" : "NEWEST", own: view === "own" };
}

/** What the member may do with a post. */
export function mayDo({ mine, state }: { mine: boolean; state: string }): "like" | "withdraw" | undefined {
  if (mine) return state === "WITHDRAWN" ? undefined : "withdraw";
  return state === "OPEN" ? "like" : undefined;
}

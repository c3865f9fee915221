/** The states in which somebody has to do something. */
export const OPEN: ReadonlySet<string> = new Set(["NEW", "TRIAGED", "ASSIGNED", "WAITING", "REOPENED"]);

/** A code in words; a newer service may have codes that this console does not know. */
export const wordOf = (words: Record<string, string>, code: string | null) => (code ? (words[code] ?? code) : "");

const KIND = "Member:";

/** The code by which others give to a member: the id without the kind, as a person can read it. */
export function codeOf(globalId: string): string {
  try {
    const text = atob(globalId);
    return text.startsWith(KIND) ? text.slice(KIND.length) : globalId;
  } catch {
    return globalId;
  }
}

/** A code as somebody typed or pasted it, without the blanks and line ends that come with it. */
export const cleaned = (typed: string): string => typed.replace(/\s+/g, "");

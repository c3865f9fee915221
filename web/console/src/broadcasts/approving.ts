import type { BroadcastRowFragment } from "../generated/documents.js";

type Approved = Pick<BroadcastRowFragment, "draftedBy" | "approvals" | "approvalsNeeded">;

/** How many approvals a draft waits for, and whether this operator's would be one of them, or the last. */
export function approvingOf({ draftedBy, approvals, approvalsNeeded }: Approved, subject: string) {
  const missing = Math.max(0, approvalsNeeded - approvals.length);
  const spoke = subject === draftedBy || approvals.some(({ operator }) => operator === subject);
  return { missing, mayApprove: missing > 0 && !spoke, isLast: missing === 1 };
}

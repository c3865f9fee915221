import { expect, test } from "vitest";

import { approvingOf } from "./approving.js";

const by = (...operators: string[]) => ({
  draftedBy: "ann",
  approvals: operators.map((operator) => ({ operator, at: "2026-03-02T12:00:00Z" })),
  approvalsNeeded: 3,
});

test("each person counts once, who drafted it not at all, and the last one sends it", () => {
  expect(approvingOf(by(), "ann")).toEqual({ missing: 3, mayApprove: false, isLast: false });
  expect(approvingOf(by("ben"), "ben")).toEqual({ missing: 2, mayApprove: false, isLast: false });
  expect(approvingOf(by("ben"), "cat")).toEqual({ missing: 2, mayApprove: true, isLast: false });
  expect(approvingOf(by("ben", "cat"), "dan")).toEqual({ missing: 1, mayApprove: true, isLast: true });
});

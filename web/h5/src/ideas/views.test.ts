import { expect, test } from "vitest";

import { VIEWS, chosen, takesVotes } from "./views.js";

test("each view asks for a list of its own", () => {
  const asked = VIEWS.map((view) => JSON.stringify(chosen(view)));
  expect(new Set(asked).size).toBe(VIEWS.length);
  expect(chosen("own")).toEqual({ order: "NEWEST", shelf: null, own: true });
  expect(chosen("incubating")).toEqual({ order: "VOTES", shelf: "INCUBATING", own: false });
});

test("members vote for open ideas that are not made yet", () => {
  expect(takesVotes({ state: "OPEN", shelf: "IDEA" })).toBe(true);
  expect(takesVotes({ state: "OPEN", shelf: "INCUBATING" })).toBe(true);
  expect(takesVotes({ state: "OPEN", shelf: "IMPLEMENTED" })).toBe(false);
  expect(takesVotes({ state: "PENDING", shelf: "IDEA" })).toBe(false);
});

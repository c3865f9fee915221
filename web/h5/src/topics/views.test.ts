import { expect, test } from "vitest";

import { VIEWS, chosen, mayDo } from "./views.js";

test("each view asks for a list of its own", () => {
  expect(new Set(VIEWS.map((view) => JSON.stringify(chosen(view)))).size).toBe(VIEWS.length);
  expect(chosen("own")).toEqual({ order: "NEWEST", own: true });
});

test("members like posts of others and take their own back", () => {
  expect(mayDo({ mine: false, state: "OPEN" })).toBe("like");
  expect(mayDo({ mine: false, state: "PENDING" })).toBeUndefined();
  expect(mayDo({ mine: true, state: "PENDING" })).toBe("withdraw");
  expect(mayDo({ mine: true, state: "WITHDRAWN" })).toBeUndefined();
});

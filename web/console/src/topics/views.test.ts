import { expect, test } from "vitest";

import { VIEWS, actsOf, asked, viewOf } from "./views.js";

test("what waits comes in the order of the queue", () => {
  expect(viewOf(undefined)).toBe("pending");
  expect(viewOf("nonsense")).toBe("pending");
  expect(asked("pending")).toEqual({ order: "QUEUE", state: "PENDING" });
  expect(new Set(VIEWS.map((view) => asked(view).state)).size).toBe(VIEWS.length);
});

test("each state has its acts, and a post is praised once", () => {
  const post = { text: "x", praised: false };
  expect(actsOf({ ...post, state: "PENDING" })).toEqual(["open", "refuse"]);
  expect(actsOf({ ...post, state: "OPEN" })).toEqual(["praise", "refuse"]);
  expect(actsOf({ ...post, state: "OPEN", praised: true })).toEqual(["refuse"]);
  expect(actsOf({ ...post, state: "REFUSED" })).toEqual(["open"]);
  expect(actsOf({ ...post, state: "REFUSED", text: "" })).toEqual([]);
  expect(actsOf({ ...post, state: "WITHDRAWN" })).toEqual([]);
});

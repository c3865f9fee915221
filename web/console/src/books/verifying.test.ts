import { expect, test } from "vitest";

import { PROBLEMS_SHOWN_MAX, withStep } from "./verifying.js";

const step = (problems: string[], nextToken: string | null = "more") => ({
  colour: problems.length ? ("RED" as const) : ("GREEN" as const),
  counts: [{ name: "entries", count: 5 }],
  backlogSeconds: [],
  problems: problems.map((where) => ({ check: "chain", where, detail: "" })),
  nextToken,
});

test("the problem that was found first stays first, and the check is whole with its last step", () => {
  const one = withStep(undefined, step(["a#3", "b#1"]));
  const two = withStep(one, step(["c#9"], null));
  expect(one.isWhole).toBe(false);
  expect(two.isWhole).toBe(true);
  expect(two.problems.map(({ where }) => where)).toEqual(["a#3", "b#1", "c#9"]);
});

test("no more problems are kept than a page can show", () => {
  const many = Array.from({ length: PROBLEMS_SHOWN_MAX }, (_, n) => `x#${n}`);
  const told = withStep(withStep(undefined, step(many)), step(["late"]));
  expect(told.problems).toHaveLength(PROBLEMS_SHOWN_MAX);
  expect(told.problems[0]?.where).toBe("x#0");
});

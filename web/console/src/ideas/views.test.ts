import { expect, test } from "vitest";

import { VIEWS, actsOf, asked, memberIds, viewOf } from "./views.js";

test("an address without a view shows ideas by votes", () => {
  expect(viewOf(undefined)).toBe("idea");
  expect(viewOf("nothing")).toBe("idea");
  expect(VIEWS.map((view) => viewOf(view))).toEqual([...VIEWS]);
  expect(asked("idea")).toEqual({ order: "VOTES", state: "OPEN", shelf: "IDEA" });
  expect(asked("pending").state).toBe("PENDING");
});

test("an idea goes shelf by shelf, and one whose words are gone is not opened again", () => {
  const idea = { state: "OPEN", shelf: "IDEA", title: "x" };
  expect(actsOf(idea)).toContain("incubate");
  expect(actsOf(idea)).not.toContain("implement");
  expect(actsOf({ ...idea, shelf: "INCUBATING" })).toEqual(["implement", "trial", "answer", "back"]);
  expect(actsOf({ ...idea, shelf: "IMPLEMENTED" })).toEqual(["answer"]);
  expect(actsOf({ ...idea, state: "REFUSED", title: "" })).toEqual([]);
  expect(actsOf({ ...idea, state: "MERGED" })).toEqual([]);
});

test("members are written one a line or between commas, and count once", () => {
  expect(memberIds(" mem_1\nmem_2，mem_1,, mem_3 ")).toEqual(["mem_1", "mem_2", "mem_3"]);
  expect(memberIds("  ")).toEqual([]);
});

import { expect, test } from "vitest";

import { cleaned, codeOf } from "./memberCode.js";

test("a member's code is the id that others can type; what is no global id stays", () => {
  expect(codeOf(btoa("Member:mem_01ada"))).toBe("mem_01ada");
  expect(codeOf("mem_01ada")).toBe("mem_01ada");
  expect(codeOf(btoa("Reward:mug"))).toBe(btoa("Reward:mug"));
});

test("a pasted code comes without blanks", () => {
  expect(cleaned(" mem_01\n ada ")).toBe("mem_01ada");
});

import { expect, test } from "vitest";

import { step } from "./keys.js";

const ids = ["a", "b", "c"];

test("J and K go through the queue and stay at its ends", () => {
  expect(step(ids, "a", "j")).toBe("b");
  expect(step(ids, "c", "j")).toBe("c");
  expect(step(ids, "a", "k")).toBe("a");
});

test("without a chosen item, or when it left the queue, they begin at the top", () => {
  expect(step(ids, undefined, "j")).toBe("a");
  expect(step(ids, "gone", "k")).toBe("a");
  expect(step([], undefined, "j")).toBeUndefined();
  expect(step(ids, "a", "x")).toBeUndefined();
});

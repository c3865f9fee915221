import { expect, test } from "vitest";

import { storeAt } from "./store.js";

test("who works for the whole brand acts at the store that they name", () => {
  expect(storeAt(undefined, " store-09 ")).toBe("store-09");
  expect(storeAt(undefined, "")).toBe("");
});

test("who works for certain stores acts at one of these, at the first until they choose", () => {
  expect(storeAt(["store-01", "store-02"], "store-02")).toBe("store-02");
  expect(storeAt(["store-01", "store-02"], "store-09")).toBe("store-01");
  expect(storeAt(["store-01"], "")).toBe("store-01");
});

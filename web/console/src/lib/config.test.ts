import { expect, test } from "vitest";

import { configOf } from "./config.js";

test("nothing is opened by silence: without a word it is production, and nobody can sign in", () => {
  expect(configOf({})).toEqual({ issuer: null, clientId: null, brands: [], pictures: [], development: false });
  expect(configOf({ development: "yes" }).development).toBe(false);
});

test("brands are codes; anything else is left out", () => {
  expect(configOf({ brands: ["tea", { code: "car" }, 5] }).brands).toEqual(["tea"]);
});

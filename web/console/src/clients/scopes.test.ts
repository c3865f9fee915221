import { expect, test } from "vitest";

import { allows } from "../lib/scopes.js";
import { notTheirs, scopesIn } from "./scopes.js";

const may = (scope: string) => allows(["points", "orders:read"], scope);

test("scopes are divided by blanks and commas, and each counts once", () => {
  expect(scopesIn(" orders:write, points:read\torders:write，audit ")).toEqual(["orders:write", "points:read", "audit"]);
  expect(scopesIn(" ")).toEqual([]);
});

test("whoever has a noun gives both of its verbs", () => {
  expect(notTheirs(["points", "points:read", "points:write", "orders:read"], may)).toEqual([]);
});

test("what somebody has not got is named, and of a noun one verb is too little", () => {
  expect(notTheirs(["orders:write", "orders", "pii:read", "point"], may)).toEqual(["orders:write", "orders", "pii:read", "point"]);
});

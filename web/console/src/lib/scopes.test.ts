import { expect, test } from "vitest";

import { allows, mayDo } from "./scopes.js";

test("a noun stands for both of its verbs, a verb for itself alone", () => {
  expect(allows(["points"], "points:write")).toBe(true);
  expect(allows(["points:read"], "points:write")).toBe(false);
  expect(allows(["pointsmen"], "points:read")).toBe(false);
});

test("who works for certain stores is offered nothing of the whole brand, whatever their scopes", () => {
  const scopes = ["points", "vouchers", "programmes", "clients:write"];
  expect(mayDo(scopes, ["store-01"], "vouchers:write")).toBe(true);
  expect(mayDo(scopes, ["store-01"], "points:read")).toBe(true);
  expect(mayDo(scopes, ["store-01"], "points:write")).toBe(false);
  expect(mayDo(scopes, ["store-01"], "programmes:read")).toBe(false);
  expect(mayDo(scopes, ["store-01"], "clients:write")).toBe(false);
  expect(mayDo(scopes, null, "clients:write")).toBe(true);
  expect(mayDo(scopes, null, "audit:read")).toBe(false);
});

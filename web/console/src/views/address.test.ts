import { expect, test } from "vitest";

import { addressOf, placeOf } from "./address.js";

test("a view keeps the filters of a screen, and nobody who was looked for", () => {
  const search = { show: "done", q: "13800000000", item: "fb_1", first: "40", member: "mem_1", days: undefined };
  expect(addressOf("/feedback", search)).toBe("/feedback?show=done");
  expect(addressOf("/members", { q: "13800000000" })).toBe("/members");
});

test("the order of filters makes no other view", () => {
  expect(addressOf("/audit", { service: "POINTS", actor: "林" })).toBe(addressOf("/audit", { actor: "林", service: "POINTS" }));
});

test("a kept address opens what was kept", () => {
  const search = { actor: "林 & co", service: "POINTS" };
  expect(placeOf(addressOf("/audit", search))).toEqual({ path: "/audit", search });
  expect(placeOf("/books")).toEqual({ path: "/books", search: {} });
});

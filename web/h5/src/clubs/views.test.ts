import { expect, test } from "vitest";

import { toggled, waysOf, type Store } from "./views.js";

const STORES: readonly Store[] = [["store-01", "天河店"], ["store-02", "越秀店"]];
const CLUB = { code: "camping", ofStore: false };
const OF_STORE = { code: "store_group", ofStore: true };

test("a club is joined once, and a group at each store", () => {
  expect(waysOf([OF_STORE, CLUB], [], STORES)).toEqual([
    { kind: OF_STORE, stores: STORES },
    { kind: CLUB, stores: [] },
  ]);
  const inClub = { kind: "camping", storeId: null };
  const atFirst = { kind: "store_group", storeId: "store-01" };
  expect(waysOf([OF_STORE, CLUB], [inClub, atFirst], STORES)).toEqual([{ kind: OF_STORE, stores: [STORES[1]] }]);
  expect(waysOf([OF_STORE], [atFirst, { ...atFirst, storeId: "store-02" }], STORES)).toEqual([]);
});

test("without stores there is no group of a store to join, and a store's group is none of another kind", () => {
  expect(waysOf([OF_STORE], [], [])).toEqual([]);
  expect(waysOf([OF_STORE], [{ kind: "other", storeId: "store-01" }], STORES)).toEqual([{ kind: OF_STORE, stores: STORES }]);
});

test("what is chosen once is sent, what is chosen twice is not, in the order in which it was asked", () => {
  const all = ["less_sugar", "camping"];
  expect(toggled(all, [], "camping")).toEqual(["camping"]);
  expect(toggled(all, ["camping"], "less_sugar")).toEqual(all);
  expect(toggled(all, all, "less_sugar")).toEqual(["camping"]);
});

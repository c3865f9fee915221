import { expect, test } from "vitest";

import { kindsOf } from "./kinds.js";

const DOCUMENT = JSON.stringify({
  code: "tea",
  groups: [
    { code: "store_group", name: { zh: "门店会员群", en: "Store group" }, of: "store", limit: 200, silent_days: 30 },
    { code: "camping", name: { zh: "露营俱乐部", en: "" }, of: "brand", limit: 50 },
  ],
});

test("kinds come with their limit, and a name in the language or in the other one", () => {
  expect(kindsOf(DOCUMENT, "en")).toEqual([
    { code: "store_group", name: "Store group", ofStore: true, limit: 200 },
    { code: "camping", name: "露营俱乐部", ofStore: false, limit: 50 },
  ]);
  expect(kindsOf(DOCUMENT, "zh")[0]?.name).toBe("门店会员群");
});

test("a programme without groups, or one that may not be seen, has no kinds", () => {
  expect(kindsOf(JSON.stringify({ code: "tea" }), "zh")).toEqual([]);
  expect(kindsOf(null, "zh")).toEqual([]);
  expect(kindsOf(undefined, "zh")).toEqual([]);
});

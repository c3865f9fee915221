import { expect, test } from "vitest";

import { parseSearch, writeSearch } from "./router.js";

test("an address is written as people would: numbers stay texts without quotes", () => {
  expect(writeSearch({ q: "19900000002", kind: undefined, show: "" })).toBe("?q=19900000002");
  expect(parseSearch("?q=0017841&kind=POS_CARD")).toEqual({ q: "0017841", kind: "POS_CARD" });
});

test("what is written is read again, whatever it has in it", () => {
  const search = { q: "+86 199&a=b", item: "RmVlZGJhY2s6Zg==" };
  expect(parseSearch(writeSearch(search))).toEqual(search);
});

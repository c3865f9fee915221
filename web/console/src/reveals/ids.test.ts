import { expect, test } from "vitest";

import { copyOf, idsOf } from "./ids.js";

test("ids are taken from whatever stands between them, each once", () => {
  expect(idsOf(" mem_1, mem_2\nmem_3；mem_1\t")).toEqual(["mem_1", "mem_2", "mem_3"]);
  expect(idsOf(" \n")).toEqual([]);
});

test("phones are copied as lines of two columns", () => {
  const phones = [
    { memberId: "mem_1", phone: "+8613800000000" },
    { memberId: "mem_2", phone: null },
  ];
  expect(copyOf(phones)).toBe("mem_1\t+8613800000000\nmem_2\t");
});

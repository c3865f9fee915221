import { expect, test } from "vitest";

import { periodsUntil } from "./periods.js";

const codes = (per: string, code: string, firstDay: string, count = 3) => periodsUntil(per, { code, firstDay }, count).map((each) => each.code);

test("periods go back one by one, over the ends of months and years", () => {
  expect(codes("DAY", "2026-03-01", "2026-03-01")).toEqual(["2026-03-01", "2026-02-28", "2026-02-27"]);
  expect(codes("MONTH", "2026-02", "2026-02-01")).toEqual(["2026-02", "2026-01", "2025-12"]);
});

test("a week belongs to the year of its Thursday", () => {
  expect(codes("WEEK", "2026-W02", "2026-01-05")).toEqual(["2026-W02", "2026-W01", "2025-W52"]);
  expect(codes("WEEK", "2027-W01", "2027-01-04", 2)).toEqual(["2027-W01", "2026-W53"]);
  expect(codes("WEEK", "2026-W10", "2026-03-02", 1)).toEqual(["2026-W10"]);
});

test("of seasons nobody knows which was before", () => {
  expect(codes("SEASON", "spring", "2026-03-01")).toEqual(["spring"]);
});

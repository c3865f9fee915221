import { expect, test } from "vitest";

import { csvOf } from "./campaignCsv.js";

test("a report's days and their sum are lines of CSV, money in minor units", () => {
  const revenue = { minorUnits: 5600, currencyCode: "CNY" };
  const day = { day: "2026-03-04", members: 2, awards: 3, points: 90, orders: 2, revenue };
  expect(csvOf({ days: [day], total: { ...day, day: null, members: 7 } })).toBe(
    "day,members,awards,points,orders,revenue_minor,currency\r\n2026-03-04,2,3,90,2,5600,CNY\r\n(all),7,3,90,2,5600,CNY\r\n",
  );
});

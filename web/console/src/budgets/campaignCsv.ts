import type { CampaignReportQuery } from "../generated/documents.js";

type Report = Pick<NonNullable<CampaignReportQuery["campaignReport"]>, "days" | "total">;

const HEAD = "day,members,awards,points,orders,revenue_minor,currency";

/** A report's days as CSV, and their sum as its last line; money in minor units. */
export function csvOf({ days, total }: Report): string {
  const line = (name: string, { members, awards, points, orders, revenue }: Report["total"]) =>
    [name, members, awards, points, orders, revenue.minorUnits, revenue.currencyCode].join(",");
  const lines = [HEAD, ...days.map((one) => line(one.day ?? "", one)), line("(all)", total)];
  return `${lines.join("\r\n")}\r\n`;
}

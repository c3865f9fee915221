import { expect, member, open, test } from "./support.js";

// For a person to look at: LOOK=folder takes a picture of every screen, in both languages and looks.
const folder = process.env["LOOK"];
const SCREENS = [
  "",
  "approvals",
  "audit",
  "books",
  "broadcasts",
  "budgets",
  "bulk",
  "clubs",
  "coupons",
  "events",
  "explorer",
  "feedback",
  "figures",
  "ideas",
  "insight",
  "journeys",
  "leaderboards",
  "leaderboards/month_points",
  "lotteries",
  "members",
  "programme",
  "quality",
  "rewards",
  "segments",
  "segments/high_value",
  "stores",
  "surveys",
  "vouchers",
  "webhooks",
];

test.skip(!folder, "LOOK names no folder");

for (const locale of ["zh-CN", "en-GB"]) {
  for (const look of ["light", "dark"] as const) {
    test.describe(`${locale} ${look}`, () => {
      test.use({ locale, colorScheme: look });

      test("pictures", async ({ signedIn: page }, info) => {
        test.setTimeout(600_000);
        for (const screen of [...SCREENS, `members/${(await member()).id}`]) {
          await open(page, screen);
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          const name = screen.startsWith("members/") ? "member" : screen.replace("/", "-") || "today";
          await page.screenshot({ fullPage: true, path: `${folder}/${name}-${info.project.name}-${look}-${locale.slice(0, 2)}.png` });
        }
      });
    });
  }
}

import { expect, member, open, test } from "./support.js";

// For a person to look at: LOOK=folder takes a picture of every screen, in both languages and looks.
const folder = process.env["LOOK"];
const SCREENS = [
  "",
  "members",
  "segments",
  "segments/high_value",
  "feedback",
  "figures",
  "insight",
  "vouchers",
  "rewards",
  "coupons",
  "budgets",
  "events",
  "lotteries",
  "clubs",
  "leaderboards",
  "leaderboards/month_points",
  "stores",
  "programme",
  "books",
  "approvals",
  "audit",
  "quality",
  "explorer",
];

test.skip(!folder, "LOOK names no folder");

for (const locale of ["zh-CN", "en-GB"]) {
  for (const look of ["light", "dark"] as const) {
    test.describe(`${locale} ${look}`, () => {
      test.use({ locale, colorScheme: look });

      test("pictures", async ({ signedIn: page }, info) => {
        test.slow();
        for (const screen of [...SCREENS, `members/${(await member()).id}`]) {
          await open(page, screen);
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          const name = screen.startsWith("members/") ? "member" : screen.replace("/", "-") || "today";
          await page.screenshot({ path: `${folder}/${name}-${info.project.name}-${look}-${locale.slice(0, 2)}.png` });
        }
      });
    });
  }
}

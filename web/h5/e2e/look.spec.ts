import { expect, MEMBER, test } from "../../console/e2e/support.js";
import { SCREENS } from "./screens.js";

// For a person to look at: LOOK=folder takes a picture of every screen, in both languages and looks.
const folder = process.env["LOOK"];
const H5 = new URL("/h5/", process.env["CONSOLE_URL"]).href;

test.skip(!folder, "LOOK names no folder");

for (const locale of ["zh-CN", "en-GB"]) {
  for (const look of ["light", "dark"] as const) {
    test.describe(`${locale} ${look}`, () => {
      test.use({ locale, colorScheme: look });

      test("pictures", async ({ page }) => {
        test.setTimeout(600_000);
        await page.goto(`${H5}#token=${MEMBER}`);
        for (const screen of SCREENS) {
          if (screen) await page.goto(new URL(screen, H5).href);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          await page.screenshot({ path: `${folder}/h5-${screen.replace("/", "-") || "card"}-${look}-${locale.slice(0, 2)}.png`, fullPage: true });
        }
      });
    });
  }
}

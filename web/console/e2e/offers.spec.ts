import { expect, open, test } from "./support.js";

test("coupons by type and budgets by share have their figures", async ({ signedIn: page }) => {
  await open(page, "coupons");
  await expect(page.getByRole("row").filter({ hasText: "weekend_drink" })).toContainText("10,000");
  await open(page, "budgets");
  await expect(page.getByRole("row").filter({ hasText: "first_taste" }).getByRole("meter")).toHaveAttribute("aria-valuenow", /^\d+$/);
});

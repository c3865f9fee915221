import { accessible, ask, expect, open, OPERATOR, test, unique } from "./support.js";

test("a reward is restocked: the change of the programme is shown, published, and the pieces are there", async ({
  signedIn: page,
  isMobile,
}) => {
  test.slow();
  test.skip(isMobile, "two at once would publish over each other");
  await open(page, "rewards?category=keepsakes");
  const row = page.getByRole("row").filter({ hasText: "tote_bag" });
  await expect(row).toContainText("800 积分");
  const before = Number((await row.locator("strong").nth(2).textContent())?.replace(",", ""));
  await row.getByRole("button", { name: "补货：联名帆布袋" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "核对改动" }).click();
  await expect(dialog.getByText("请填写 1 至 1,000,000 的整数")).toBeVisible();
  await dialog.getByLabel("增加件数").fill("7");
  await accessible(page, { inDialog: true });
  await dialog.getByRole("button", { name: "核对改动" }).click();
  await expect(dialog.getByText("新增 1 行，删除 1 行")).toBeVisible();
  await dialog.getByLabel("发布说明").fill(unique("门店到货"));
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(page.getByText(/第 \d+ 版已生效/)).toBeVisible();
  // Points learns of the version by itself, and brings the pieces.
  const stock = () =>
    ask<{ reward: { stock: number } }>('{ reward(code: "tote_bag") { stock } }', {}, OPERATOR).then(({ reward }) => reward.stock);
  await expect.poll(stock, { timeout: 30_000 }).toBe(before + 7);
  await page.reload();
  await expect(row.locator("strong").nth(2)).toHaveText(String(before + 7));
});

test("coupons by type and budgets by share have their figures", async ({ signedIn: page }) => {
  await open(page, "coupons");
  await expect(page.getByRole("row").filter({ hasText: "weekend_drink" })).toContainText("10,000");
  await open(page, "budgets");
  await expect(page.getByRole("row").filter({ hasText: "first_taste" }).getByRole("meter")).toHaveAttribute("aria-valuenow", /^\d+$/);
});

import { accessible, CONSOLE, expect, MANAGER, open, test } from "./support.js";

test.beforeEach(async ({ page }) => {
  await page.goto(`${CONSOLE}#token=${MANAGER}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a store manager has the figures of their store, and a menu without the brand's", async ({ page, isMobile }) => {
  await open(page, "figures");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("反馈成效");
  await expect(page.getByRole("region", { name: "按团队" })).toBeVisible();
  await accessible(page);
  test.skip(isMobile, "the menu of a phone has four pages for everybody");
  const menu = page.getByRole("navigation").first();
  await expect(menu.getByRole("link", { name: "排行榜" })).toBeVisible();
  await expect(menu.getByRole("link", { name: "问卷" })).toHaveCount(0);
});

test("a store manager sees leaderboards by store alone, and of these their own store's", async ({ page }) => {
  await open(page, "leaderboards");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("排行榜");
  await expect(page.getByText("month_points", { exact: true })).toHaveCount(0);
  await expect(page.getByText("store_week", { exact: true })).toBeVisible();
  await open(page, "leaderboards/store_week");
  await expect(page.getByText("store_week", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "名次" })).toBeVisible();
  await accessible(page);
});

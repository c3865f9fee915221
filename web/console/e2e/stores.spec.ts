import { accessible, expect, open, test } from "./support.js";

test("a store's hours are changed, a wrong time is told by its weekday, and its day has figures", async ({ signedIn: page, isMobile }) => {
  test.slow();
  await open(page, "stores?city=广州");
  await page.getByRole("link", { name: "天河店" }).click();
  await expect(page.getByText(/统计至/)).toBeVisible();
  test.skip(isMobile, "what is changed at the desk is changed for all");
  await page.getByRole("button", { name: "编辑门店" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("周日").fill("11 to 20");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByText("请按 10:00-22:00 的格式填写")).toHaveCount(1);
  await accessible(page, { inDialog: true });
  await dialog.getByLabel("周日").fill("11:00-14:00, 17:00-20:00");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByText("已保存：天河店")).toBeVisible();
  await expect(page.getByRole("region", { name: "营业时间" })).toContainText("11:00-14:00, 17:00-20:00");
});

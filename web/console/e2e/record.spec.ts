import { accessible, expect, member, open, test } from "./support.js";

test("the record of a member says why this tier, what they agreed to, and adds up by month", async ({ signedIn: page }) => {
  test.slow();
  await open(page, `members/${(await member()).id}?show=record`);
  await expect(page.getByRole("region", { name: "为什么是这个等级" })).toContainText(/计入 [\d,]+，门槛 [\d,]+/);
  await expect(page.getByRole("region", { name: "消费情况" })).toContainText("¥");
  await expect(page.getByRole("region", { name: "授权与联系方式" })).toContainText("已同意");
  await expect(page.getByRole("region", { name: "身份与来源" })).toContainText(/199\*{4}0001/);
  await expect(page.getByRole("region", { name: "优惠券" })).toContainText("有效至");
  const statement = page.getByRole("region", { name: "月度对账单" });
  const figures = async () => (await statement.locator("dd").allTextContents()).map((text) => Number(text.split(" ")[0]?.replaceAll(",", "")));
  await expect(statement).toContainText("期末");
  const shown = await figures();
  expect(shown.slice(0, -1).reduce((sum, each) => sum + each, 0)).toBe(shown.at(-1));
  await accessible(page);
});

test("all of a member is one list, and a type of it alone", async ({ signedIn: page }) => {
  await open(page, `members/${(await member()).id}?show=timeline`);
  const rows = page.getByRole("region", { name: "时间线" }).getByRole("listitem");
  await expect(rows.filter({ hasText: "积分" }).first()).toBeVisible();
  await accessible(page);
  await page.getByRole("radio", { name: "订单与到访" }).check({ force: true });
  await expect(rows.filter({ hasText: "订单与到访" }).first()).toBeVisible();
  await expect(rows.filter({ hasNotText: "订单与到访" })).toHaveCount(0);
  await page.getByRole("radio", { name: "等级" }).check({ force: true });
  await expect(rows.filter({ hasText: "入会" }).first()).toBeVisible();
  await expect(rows.filter({ hasNotText: "等级" })).toHaveCount(0);
});

test("a coupon is granted, personal data is revealed for a reason, and a benefit is handed over and given back", async ({
  signedIn: page,
  isMobile,
}) => {
  test.skip(isMobile, "what is left of the benefit is one for all");
  test.slow();
  const { id } = await member();
  await open(page, `members/${id}?show=record`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "发券" }).click();
  await dialog.getByRole("button", { name: "发券" }).click();
  await expect(dialog.getByText("请至少填写 4 个字")).toBeVisible();
  await dialog.getByLabel("原因").fill("生日补发");
  await accessible(page, { inDialog: true });
  await dialog.getByRole("button", { name: /券种/ }).click();
  await page.getByRole("option", { name: "群内下单9折" }).click();
  await dialog.getByRole("button", { name: "发券" }).click();
  await expect(page.getByText("已发放：群内下单9折")).toBeVisible();

  await page.getByRole("button", { name: "查看明文" }).click();
  await dialog.getByLabel("原因").fill("核对寄送电话");
  await dialog.getByRole("button", { name: "查看明文" }).click();
  await expect(dialog.getByText("+8619900000001")).toBeVisible();
  await dialog.getByRole("button", { name: "关闭" }).click();
  await expect(page.getByText("+8619900000001")).toHaveCount(0);

  // Opened anew: what closed dialogs leave for a moment is no barrier of this tab.
  await open(page, `members/${id}?show=play`);
  await accessible(page);
  await page.getByRole("button", { name: "核销权益：免费升杯" }).click();
  await dialog.getByLabel("门店").fill("store-02");
  await dialog.getByRole("button", { name: "核销", exact: true }).click();
  await expect(page.getByText("已核销：免费升杯")).toBeVisible();
  await page.getByRole("listitem").filter({ hasText: "store-02" }).getByRole("button", { name: "撤销" }).click();
  await expect(page.getByText("已撤销，次数已退回")).toBeVisible();
});

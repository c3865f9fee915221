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

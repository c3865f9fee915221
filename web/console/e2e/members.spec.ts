import { ask, expect, member, open, OPERATOR, test, unique } from "./support.js";

test("a phone number finds the member by the palette alone", async ({ signedIn: page }) => {
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox").fill("19900000002");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/members\?q=19900000002$/);
  await page.getByRole("link", { name: /199\*{4}0002/ }).click();
  await expect(page.getByRole("heading", { name: "积分明细" })).toBeVisible();
});

test("an unknown number says that it was looked for, and how", async ({ signedIn: page }) => {
  await open(page, "members?q=13900009999");
  await expect(page.getByText("没有找到会员")).toBeVisible();
});

test("each entry can be asked why", async ({ signedIn: page }) => {
  await open(page, `members/${(await member()).id}`);
  await page.getByRole("button", { name: /^为什么是/ }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("记账凭证");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("an adjustment takes effect once and stands on the page by itself", async ({ signedIn: page }) => {
  const { id } = await member();
  const reason = unique("补登小票");
  await open(page, `members/${id}`);
  await page.getByRole("button", { name: "调整积分" }).click();
  await page.getByRole("button", { name: "确认调整" }).click();
  await expect(page.getByText("请填写不为 0 的整数")).toBeVisible();
  await page.getByLabel("积分数").fill("3");
  await page.getByLabel("原因").fill(reason);
  await page.getByRole("button", { name: "确认调整" }).click();
  await expect(page.getByText(/已调整 \+3/)).toBeVisible();
  await expect(page.getByText(reason)).toHaveCount(1);
});

test("a refusal is shown in words, and what was typed stays", async ({ signedIn: page }) => {
  await open(page, `members/${(await member()).id}`);
  await page.getByRole("button", { name: "调整积分" }).click();
  await page.getByLabel("积分数").fill("-900000");
  await page.getByLabel("原因").fill("扣得太多了");
  await page.getByRole("button", { name: "确认调整" }).click();
  // Above the limits it waits for a second person; below them there are not enough points.
  await expect(page.getByText(/积分不足|已提交审批/)).toBeVisible();
});

test("what happens elsewhere comes to the open page by itself", async ({ signedIn: page }) => {
  const { id } = await member();
  const reason = unique("别处调整");
  await open(page, `members/${id}`);
  await expect(page.getByText("实时")).toBeVisible();
  const input = { requestId: reason, memberId: id, amount: 1, reason };
  await ask(
    "mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { userErrors { code } } }",
    { input },
    OPERATOR,
  );
  await expect(page.getByText(reason)).toBeVisible();
});

test("a part of a name finds members, and says that it was the name", async ({ signedIn: page }) => {
  const { id } = await member();
  // Masked, it still has its first character.
  const seen = await ask<{ member: { name: string } }>("query ($id: ID!) { member(id: $id) { name } }", { id }, OPERATOR);
  await open(page, "members");
  await page.getByRole("search").getByRole("textbox").fill(seen.member.name.slice(0, 1));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /姓名/ }).first()).toBeVisible();
});

import { ask, CONSOLE, expect, member, OPERATOR, test, unique } from "./support.js";

test("a second person signs in at the issuer, comes back to the page, and approves", async ({ page, request }) => {
  const config = (await (await request.get(new URL("config.json", CONSOLE).href)).json()) as { issuer: string | null };
  test.skip(!config.issuer, "this gateway knows no issuer");
  const reason = unique("二次审批");
  const input = { requestId: reason, memberId: (await member()).id, amount: 6_000, reason };
  await ask("mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { approval { id } } }", { input }, OPERATOR);
  await page.goto(new URL("approvals", CONSOLE).href);
  await page.getByRole("button", { name: "用企业账号登录" }).click();
  // The button is of the page of the issuer: the one of this page, asked meanwhile, is another.
  await page.locator("button[name=operator]").first().click();
  await expect(page).toHaveURL(/\/console\/approvals$/);
  const wish = page.getByRole("article").filter({ hasText: reason });
  await wish.getByRole("button", { name: "批准" }).click();
  await page.getByRole("dialog").getByLabel("备注").fill("同意");
  await page.getByRole("dialog").getByRole("button", { name: "批准" }).click();
  await expect(page.getByText("已批准并执行")).toBeVisible();
  await expect(wish).toHaveCount(0);
});

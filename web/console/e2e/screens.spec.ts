import { SCREENS } from "./screens.js";
import { accessible, accessibleInBoth, expect, fits, member, open, test } from "./support.js";

for (const [group, screens] of Object.entries(SCREENS)) {
  test(`every screen of ${group} is without barriers, in light and in dark, on a small screen and enlarged`, async ({ signedIn: page, isMobile }) => {
    // Each is opened once, and looked at in two lights and three sizes.
    test.setTimeout(screens.length * 15_000);
    for (const screen of screens) {
      await open(page, screen);
      await accessibleInBoth(page);
      if (!isMobile) await fits(page, screen);
    }
  });
}

test("a member's page is without barriers, in light and in dark", async ({ signedIn: page }) => {
  test.slow();
  const { id } = await member();
  await open(page, `members/${id}?show=record`);
  await accessibleInBoth(page);
  await open(page, `members/${id}`);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading /金卡/ [level=1]
      - button "调整积分"
      - term: 可用积分
      - definition: /\\d/
      - radiogroup "查看":
        - radio "概览" [checked]
      - region "积分余额走势":
        - figure:
          - img /积分余额/
          - table /积分余额/
      - region "积分明细":
        - heading "积分明细" [level=2]
      - region "等级"
      - region "签到"
      - region "反馈"
  `);
  await accessibleInBoth(page);
  await page.getByRole("button", { name: "调整积分" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await accessibleInBoth(page, { inDialog: true });
});

test("English has every screen, and names from the services come in English", async ({ signedIn: page, isMobile }) => {
  await page.getByRole("button", { name: "Switch to English" }).filter({ visible: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hello");
  await open(page, `members/${(await member()).id}`);
  await expect(page.getByRole("heading", { name: "Balance of points" })).toBeVisible();
  await expect(page.getByText("Gold", { exact: true }).first()).toBeVisible();
  await expect(page.locator("main")).not.toContainText("金卡");
  if (!isMobile) await expect(page).toHaveTitle(/^Members/);
});

test("whoever is signed out sees the sign-in and nothing else", async ({ page }) => {
  await open(page, "audit");
  await expect(page.getByRole("heading", { name: "登录会员台" })).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await accessible(page);
});

test("the token leaves the address at once, and signing out forgets it", async ({ signedIn: page }) => {
  expect(page.url()).not.toContain("token");
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading /您好/ [level=1]
      - term: 待处理反馈
      - definition
      - region "最先到期的反馈":
        - link "查看全部"
      - region "等待审批":
        - link "查看全部"
  `);
  await page.getByRole("button", { name: "退出登录" }).filter({ visible: true }).click();
  await expect(page.getByRole("heading", { name: "登录会员台" })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toBe("{}");
});

test("without a network the page says so, and goes on when it is back", async ({ signedIn: page, context }) => {
  await context.setOffline(true);
  await expect(page.getByText("网络已断开")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("网络已断开")).toBeHidden();
});

test("an address that is no screen leads back", async ({ signedIn: page }) => {
  await page.goto(`${page.url().replace(/\/$/, "")}/nowhere`);
  await expect(page.getByText("页面不存在")).toBeVisible();
  await page.getByRole("link", { name: "回到今天" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("您好");
});

import { readFileSync } from "node:fs";

import { accessible, expect, member, open, scored, test } from "./support.js";

test("a condition is tried, saved as a segment, changed and deleted", async ({ signedIn: page }) => {
  test.slow();
  const code = `tried_${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  await open(page, "segments");
  const condition = page.getByLabel("条件（CEL）");
  await condition.fill("stats.nothing > 1");
  await expect(page.getByRole("status").filter({ hasText: "条件无法使用" })).toBeVisible();
  await expect(page.getByRole("button", { name: "存为人群" })).toBeDisabled();
  await expect(page.getByText("这一部分只能以文本显示")).toBeVisible();
  await page.getByRole("button", { name: "删除“stats.nothing > 1”" }).press("Enter");
  await expect(condition).toHaveValue("");
  // By the keyboard alone: a line, then a group whose comparison is chosen from a list.
  await page.getByRole("button", { name: "添加条件", exact: true }).press("Enter");
  await expect(condition).toHaveValue("stats.orders_30d >= 1");
  await expect(page.getByRole("button", { name: /^近 30 天订单数 属性|属性/ }).first()).toBeFocused();
  await page.getByRole("button", { name: "添加条件组" }).press("Enter");
  const group = page.getByRole("group", { name: "条件组：满足任一" });
  await group.getByRole("button", { name: /属性/ }).press("ArrowDown");
  await page.getByRole("option", { name: "标签" }).press("Enter");
  await expect(condition).toHaveValue('stats.orders_30d >= 1 && ("student" in member.tags)');
  await expect(page.locator("#line-0").getByText(/^\d+ 人$/)).toBeVisible();
  await expect(page.getByRole("group", { name: "条件生成器" })).toMatchAriaSnapshot(`
    - group "条件生成器":
      - group "条件组：满足全部":
        - list:
          - listitem:
            - button /近 30 天订单数/
            - button /至少/
            - textbox "近 30 天订单数 值": "1"
          - listitem:
            - group "条件组：满足任一":
              - list:
                - listitem:
                  - button /标签/
                  - button /包含/
                  - button /学生/
  `);
  await accessible(page);
  await group.getByRole("button", { name: "删除条件组" }).press("Enter");
  await expect(condition).toHaveValue("stats.orders_30d >= 1");
  await expect(page.getByText("stats.orders_30d =").first()).toBeVisible();
  await page.getByRole("button", { name: "存为人群" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("代码").fill(code);
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog.getByText("请至少填写一种语言的名称")).toBeVisible();
  await dialog.getByLabel("中文名").fill(`近期下单 ${code}`);
  await accessible(page, { inDialog: true });
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`近期下单 ${code}`);
  await page.getByRole("button", { name: "删除人群" }).click();
  await dialog.getByRole("button", { name: "删除" }).click();
  await expect(page.getByText("已删除")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: code })).toHaveCount(0);
});

test("a segment leads to its members, and a member's record to the segments with the reasons", async ({ signedIn: page }) => {
  await open(page, `members/${(await member()).id}?show=record`);
  const link = page.getByRole("region", { name: "所在人群" }).getByRole("link").first();
  const name = (await link.textContent()) ?? "";
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await page.getByRole("table", { name: "人群中的会员" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/members\//);
});

test("a month of a member comes as a file", async ({ signedIn: page }) => {
  await open(page, `members/${(await member()).id}?show=record`);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载 PDF" }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^statement-\d{4}-\d{2}\.pdf$/);
  expect(readFileSync(await file.path()).subarray(0, 5).toString()).toBe("%PDF-");
});

test("a journey shows who stands where, and is paused and goes on", async ({ signedIn: page }) => {
  await open(page, "journeys");
  await page.getByRole("link", { name: "首单之后" }).click();
  await expect(page.getByRole("table", { name: "步骤" })).toContainText("how_was_it");
  await page.getByRole("button", { name: "暂停" }).click();
  await expect(page.getByText(/无人进入，无人继续/)).toBeVisible();
  await page.getByRole("button", { name: "恢复" }).click();
  await expect(page.getByText(/无人进入，无人继续/)).toBeHidden();
});

test("a message is switched off for another one, with the reason, and on again", async ({ signedIn: page }) => {
  await open(page, "channels");
  const row = page.getByRole("row").filter({ hasText: "birthday_soon" });
  await row.getByRole("button", { name: "停用", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "停用", exact: true }).click();
  await expect(dialog.getByText("请至少写 4 个字")).toBeVisible();
  await dialog.getByLabel("原因").fill("价格写错了");
  await accessible(page);
  await dialog.getByRole("button", { name: "停用", exact: true }).click();
  await expect(row.getByText("已停用，等待中")).toBeVisible();
  await expect(row.getByText(/价格写错了/)).toBeVisible();
  await row.getByRole("button", { name: "恢复" }).click();
  await expect(row.getByText("启用", { exact: true })).toBeVisible();
});

test("a leaderboard of stores shows each store's places, and periods before", async ({ signedIn: page }) => {
  await scored();
  await open(page, "leaderboards");
  await page.getByRole("link", { name: "本月积分榜" }).click();
  await expect(page.getByRole("table", { name: "名次" }).getByRole("row").nth(1)).toContainText("1");
  await open(page, "leaderboards/store_week?store=store-01");
  await expect(page.getByText("上榜会员")).toBeVisible();
  await page.getByRole("button", { name: /周期/ }).click();
  await page.getByRole("option").nth(1).click();
  await expect(page).toHaveURL(/period=\d{4}-W\d{2}/);
  await expect(page.getByText("已结束")).toBeVisible();
});

import { accessible, ask, expect, open, OPERATOR, test, unique } from "./support.js";

// Those who publish take turns: one would overtake another.
test.describe.configure({ mode: "serial" });

test.beforeEach(async ({ signedIn: page }) => {
  await open(page, "programme");
  await expect(page.getByText("可以发布")).toBeVisible();
});

/** Writes at the end of the file. */
async function write(page: import("@playwright/test").Page, text: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: "方案文件" });
  await editor.click();
  await editor.press("ControlOrMeta+End");
  await page.keyboard.insertText(text);
}

const inForce = () =>
  ask<{ programmeVersion: { sourceYaml: string } }>("{ programmeVersion { sourceYaml } }", {}, OPERATOR).then(
    ({ programmeVersion }) => programmeVersion,
  );

/** A colleague puts another line in force. */
async function publishLine(line: string): Promise<void> {
  const { sourceYaml } = await inForce();
  await ask(
    "mutation ($input: PublishProgrammeInput!) { publishProgramme(input: $input) { programme { version } } }",
    { input: { requestId: line, sourceYaml: `${sourceYaml}${line}\n`, note: "of a colleague" } },
    OPERATOR,
  );
}

test("a wrong line is told while it is written, and hinders publishing", async ({ signedIn: page }) => {
  await write(page, "\nnonsense: 1\n");
  await expect(page.getByText("1 处问题")).toBeVisible();
  await expect(page.getByRole("button", { name: "发布" })).toBeDisabled();
  await page.getByRole("button", { name: /nonsense/ }).click();
  await expect(page.locator(".cm-lint-marker-error")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "放弃草稿" }).click();
  await expect(page.getByText("可以发布")).toBeVisible();
});

test("a draft outlives a reload, is published with a note, and the version before comes back", async ({
  signedIn: page,
  isMobile,
}) => {
  test.slow();
  test.skip(isMobile, "two at once would overtake each other");
  const comment = unique("# 试写");
  const note = unique("补充说明");
  await write(page, `\n${comment}\n`);
  await expect(page.getByRole("button", { name: "发布" })).toBeEnabled();
  await publishLine(unique("# 同事"));
  await page.reload();
  await expect(page.getByRole("heading", { name: "草稿" })).toBeVisible();
  await expect(page.getByRole("button", { name: "发布" })).toBeDisabled();
  // Both wrote at the end of the file, so both lines stand there until somebody decides.
  await page.getByRole("button", { name: /与第 \d+ 版合并/ }).click();
  await expect(page.getByText("有 1 处双方都改过")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "放弃草稿" }).click();
  await write(page, `\n${comment}\n`);
  await expect(page.getByRole("button", { name: "发布" })).toBeEnabled();
  await page.getByRole("radio", { name: "草稿改动" }).check({ force: true });
  await expect(page.getByText(comment)).toBeVisible();
  await page.getByRole("radio", { name: "方案文件" }).check({ force: true });
  await page.getByRole("button", { name: "发布" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(comment)).toBeVisible();
  await accessible(page, { inDialog: true });
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(dialog.getByText("请至少填写 4 个字")).toBeVisible();
  await dialog.getByLabel("发布说明").fill(note);
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(page.getByText(/第 \d+ 版已生效/)).toBeVisible();

  await page.getByRole("radio", { name: "历史版本" }).check({ force: true });
  await expect(page.getByText(note)).toBeVisible();
  const back = unique("恢复首版");
  const first = page.getByRole("row").filter({ hasText: /第 1 版/ }).filter({ hasNotText: "恢复自" });
  await first.getByRole("button", { name: "恢复此版" }).click();
  await dialog.getByLabel("发布说明").fill(back);
  await dialog.getByRole("button", { name: "恢复此版" }).click();
  await expect(page.getByRole("row").filter({ hasText: back })).toContainText("恢复自第 1 版");
});

test("a programme is tried over past days, and what each rule gave is told", async ({ signedIn: page }) => {
  test.slow();
  await page.getByRole("radio", { name: "试算" }).check({ force: true });
  await page.getByRole("button", { name: "开始试算" }).click();
  await expect(page.getByText("已完成")).toBeVisible({ timeout: 60_000 });
  const rules = page.getByRole("grid", { name: "差异最大的规则" }).or(page.getByRole("table", { name: "差异最大的规则" }));
  await expect(rules.getByRole("row").filter({ hasText: "order_points" })).toBeVisible();
  await accessible(page);
});

test("a restock is joined with what a colleague published meanwhile, and the pieces are there", async ({
  signedIn: page,
  isMobile,
}) => {
  test.slow();
  test.skip(isMobile, "two at once would overtake each other");
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
  const colleague = unique("# 同事");
  await publishLine(colleague);
  await dialog.getByLabel("发布说明").fill(unique("门店到货"));
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(dialog.getByRole("alert")).toContainText("期间已有其他版本生效");
  await expect(dialog.getByText(colleague)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "发布" })).toBeDisabled();
  await accessible(page, { inDialog: true });
  await dialog.getByRole("button", { name: /与第 \d+ 版合并/ }).click();
  await expect(dialog.getByText("新增 1 行，删除 1 行")).toBeVisible();
  await dialog.getByRole("button", { name: "发布" }).click();
  await expect(page.getByText(/第 \d+ 版已生效/)).toBeVisible();
  expect((await inForce()).sourceYaml).toContain(colleague);
  // Points learns of the version by itself, and brings the pieces.
  const stock = () =>
    ask<{ reward: { stock: number } }>('{ reward(code: "tote_bag") { stock } }', {}, OPERATOR).then(({ reward }) => reward.stock);
  await expect.poll(stock, { timeout: 30_000 }).toBe(before + 7);
  await page.reload();
  await expect(row.locator("strong").nth(2)).toHaveText(String(before + 7));
});

test("thresholds and rates are written in the form by the keyboard, and are lines of the file", async ({ signedIn: page }) => {
  await open(page, "programme?show=form");
  await expect(page.getByRole("region", { name: "成长等级" })).toMatchAriaSnapshot(`
    - region "成长等级":
      - group "成长等级的门槛":
        - slider /银卡/: "300"
        - slider /金卡/: "1000"
      - table "档位":
        - rowgroup:
          - row:
            - columnheader "等级"
            - columnheader "达到"
            - columnheader "保级"
  `);
  const gold = page.getByRole("slider", { name: "金卡" });
  await gold.focus();
  await gold.press("ArrowRight");
  await expect(page.getByRole("textbox", { name: "金卡 达到" })).not.toHaveValue("1000");
  const points = page.getByRole("textbox", { name: "消费积分 数量" });
  await points.fill("2");
  await page.getByRole("textbox", { name: "order_points 英文名" }).fill("Orders");
  await page.getByRole("button", { name: /公开投诉 计时 解决$/ }).press("ArrowDown");
  await page.getByRole("option", { name: "工作时间" }).press("Enter");
  await expect(page.getByText("可以发布")).toBeVisible();
  await points.fill("0");
  await expect(page.getByRole("button", { name: /award\.points/ })).toBeVisible();
  await page.getByRole("button", { name: /award\.points/ }).click();
  await expect(points).toBeFocused();
  await points.fill("2");
  // A field that the bar of a phone covers by half is no barrier: it scrolls.
  await page.evaluate(() => window.scrollTo(0, 0));
  await accessible(page);
  await page.getByRole("radio", { name: "草稿改动" }).check({ force: true });
  await expect(page.getByText("award: {points: 2, per_minor_units: 100}")).toBeVisible();
  await expect(page.getByText("name: {zh: 消费积分, en: Orders}")).toBeVisible();
  await expect(page.getByText(/hours: \{resolution: business\}/)).toBeVisible();
  await page.getByRole("radio", { name: "表单" }).check({ force: true });
  await page.getByRole("button", { name: "放弃草稿" }).click();
  await expect(page.getByRole("textbox", { name: "金卡 达到" })).toHaveValue("1000");
});

import { accessible, expect, open, test, unique } from "./support.js";

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

test("a draft outlives a reload, is published with a note, and the version before comes back", async ({ signedIn: page }) => {
  test.slow();
  const comment = unique("# 试写");
  const note = unique("补充说明");
  await write(page, `\n${comment}\n`);
  await expect(page.getByRole("button", { name: "发布" })).toBeEnabled();
  await page.reload();
  await expect(page.getByRole("heading", { name: "草稿" })).toBeVisible();
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

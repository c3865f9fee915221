import { readFile } from "node:fs/promises";

import { accessibleInBoth, expect, member, open, test, unique } from "./support.js";

/** The id that files name members by. */
async function bareId(): Promise<string> {
  const { id } = await member();
  return Buffer.from(id, "base64url").toString("utf8").replace(/^.*:/, "");
}

const file = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(["member_id,amount", ...lines, ""].join("\n")),
});

test("a file is checked before anything is done, then carried out row by row", async ({ signedIn: page }) => {
  const name = `${unique("补积分")}.csv`;
  const id = await bareId();
  await open(page, "bulk");
  await page.getByRole("button", { name: "上传文件" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("input[type=file]").setInputFiles(file(name, [`${id},3`, `${id},三`]));
  await dialog.getByLabel("原因").fill("收银机故障补积分");
  await accessibleInBoth(page, { inDialog: true });
  await dialog.getByRole("button", { name: "上传并检查" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("共 2 行，拒绝 1 行")).toBeVisible();
  await expect(page.getByRole("table")).toContainText("amount");
  await accessibleInBoth(page);
  await page.getByRole("button", { name: "启动" }).click();
  await expect(page.getByText("已完成").first()).toBeVisible({ timeout: 15_000 });
  await page.getByText("全部", { exact: true }).click();
  await expect(page.getByRole("table")).toContainText("已生效");
});

test("what members said elsewhere comes in by a file, and its results say what became of each row", async ({ signedIn: page }) => {
  const name = `${unique("评价")}.csv`;
  const id = unique("v");
  const lines = ["event_id,text", `${id},好喝`, `${id},好喝`, `${id}x,`, ""];
  await open(page, "bulk");
  await page.getByRole("button", { name: "上传文件" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("导入反馈", { exact: true }).click();
  await dialog.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });
  await accessibleInBoth(page, { inDialog: true });
  await dialog.getByRole("button", { name: "上传并检查" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("共 3 行，拒绝 1 行")).toBeVisible();
  await page.getByRole("button", { name: "启动" }).click();
  await expect(page.getByText("已完成").first()).toBeVisible({ timeout: 15_000 });
  await accessibleInBoth(page);
  const loading = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载结果" }).click();
  const results = await readFile(await (await loading).path(), "utf8");
  expect(results.split("\r\n").map((line) => line.split(",")[2])).toEqual(["state", "taken_in", "known", "refused", undefined]);
});

test.describe("a wrong file", () => {
  // A list is wrapped, since Playwright takes one of two for a value with options.
  test.use({ allowed: [[/status 400: .*bulk-files/, /console.error: .*400/], { scope: "test" }] });
  test("is told with its line and column", async ({ signedIn: page }) => {
    await open(page, "bulk");
    await page.getByRole("button", { name: "上传文件" }).click();
    const dialog = page.getByRole("dialog");
    const phones = { name: "phones.csv", mimeType: "text/csv", buffer: Buffer.from("member_id,phone\n1,2\n") };
    await dialog.locator("input[type=file]").setInputFiles(phones);
    await dialog.getByLabel("原因").fill("收银机故障补积分");
    await dialog.getByRole("button", { name: "上传并检查" }).click();
    await expect(dialog.getByRole("alert")).toContainText("第 1 行，列 amount");
  });
});

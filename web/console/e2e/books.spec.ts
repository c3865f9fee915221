import { accessible, expect, open, test } from "./support.js";

test("the ledger is checked to its end, and every asset sums to nothing", async ({ signedIn: page }) => {
  test.slow();
  await open(page, "books");
  await expect(page.getByText("各项资产合计为零")).toBeVisible();
  await page.getByRole("button", { name: "开始核对" }).click();
  await expect(page.getByText("已全部核对")).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText(/^正常/)).toBeVisible();
  await accessible(page);
});

test("the months of the rules' points stand in the address", async ({ signedIn: page }) => {
  await open(page, "books?from=2020-02&until=2020-03");
  await expect(page.getByRole("button", { name: /2020年2月/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /2020年3月/ })).toBeVisible();
  // Nothing was issued then; points that members have now are told for every month.
  await expect(page.getByRole("row", { name: /^合计 0 / })).toBeVisible();
  await open(page, "books?from=nonsense");
  await expect(page.getByRole("table", { name: "规则积分" })).toContainText("order_points");
});

test("a month is closed after a warning", async ({ signedIn: page, isMobile }) => {
  test.skip(isMobile, "what is closed at the desk cannot be closed again");
  await open(page, "books");
  await page.getByRole("button", { name: "关账", exact: true }).click();
  const dialog = page.getByRole("dialog");
  // The earliest one: later months may still be wanted by other tests.
  await dialog.getByRole("button", { name: /月份/ }).click();
  const earliest = page.getByRole("option").last();
  const month = (await earliest.textContent()) ?? "";
  await earliest.click();
  await accessible(page, { inDialog: true });
  await dialog.getByRole("button", { name: `关闭 ${month}` }).click();
  await expect(page.getByText(`已关账至 ${month}`)).toBeVisible();
  await expect(page.getByText("已关至")).toBeVisible();
});

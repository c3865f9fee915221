import { readFileSync } from "node:fs";

import { accessible, accessibleInBoth, ask, expect, fits, MEMBER, OPERATOR, OTHER_MEMBER, scored, test as base, unique } from "../../console/e2e/support.js";
import type { Page } from "@playwright/test";

import { SCREENS } from "./screens.js";

const H5 = new URL("/h5/", process.env["CONSOLE_URL"]).href;

/** A phone whose member came from a host app. Whatever the browser complains of fails the test. */
const test = base.extend<{ phone: Page }>({
  phone: async ({ page }, give) => {
    await page.goto(`${H5}#token=${MEMBER}`);
    await expect(page.getByTestId("available")).toBeVisible();
    await give(page);
  },
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, H5).href);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

// In two halves, which run beside each other.
for (const [half, screens] of [SCREENS.slice(0, 11), SCREENS.slice(11)].entries()) {
  test(`every screen is without barriers in light and in dark, and what is pressed is 44 px high (${half + 1})`, async ({ phone: page }) => {
    test.slow();
    for (const screen of screens) {
      await open(page, screen);
      await accessibleInBoth(page);
      await fits(page, screen);
      const low = await page.locator("button, nav a, main li > a, select, input:not([role=switch], [type=file]), label:has([type=file]), summary").evaluateAll((each) =>
        each.filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 120)),
      );
      expect(low, screen).toEqual([]);
    }
  });
}

test("the token leaves the address, and a reload keeps the member", async ({ phone: page }) => {
  expect(page.url()).not.toContain("token");
  await page.reload();
  await expect(page.getByTestId("available")).toBeVisible();
});

test("points that change elsewhere are told by themselves, with the reason", async ({ phone: page }) => {
  const before = await page.getByTestId("available").textContent();
  const reason = unique("Counted by hand");
  const { me } = await ask<{ me: { id: string } }>("{ me { id } }");
  await ask(
    "mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { userErrors { code } } }",
    { input: { requestId: reason, memberId: me.id, amount: 7, reason } },
    OPERATOR,
  );
  await expect(page.getByTestId("available")).not.toHaveText(before ?? "");
  await page.getByRole("navigation").getByRole("link", { name: "积分" }).click();
  const entry = page.locator("details").filter({ hasText: "+7" }).first();
  await entry.locator("summary").click();
  await expect(entry.getByText(reason)).toBeVisible();
});

test("a reward becomes a code, and the page sees the till take it", async ({ phone: page }) => {
  await page.getByRole("navigation").getByRole("link", { name: "兑换" }).click();
  await page.getByRole("button", { name: "兑换任意饮品一杯" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "兑换", exact: true }).click();
  await page.getByRole("link", { name: "去看卡券" }).click();
  await page.getByRole("button", { name: "出示任意饮品一杯" }).first().click();
  const dialog = page.getByRole("dialog");
  const code = (await dialog.locator("p").first().textContent()) ?? "";
  await ask(
    "mutation ($input: RedeemVoucherInput!) { redeemVoucher(input: $input) { userErrors { code } } }",
    { input: { requestId: unique("till"), code, storeId: "store-01" } },
    OPERATOR,
  );
  await expect(dialog.getByText("已使用")).toBeVisible({ timeout: 12_000 });
});

test("the card tells what the tier gives, and leads to tasks, days running and badges", async ({ phone: page }) => {
  await expect(page.getByRole("listitem").filter({ hasText: "免费升杯" })).toContainText("剩 1/2 次");
  await page.getByRole("link", { name: "任务与勋章" }).click();
  await expect(page.getByRole("progressbar", { name: "三款新品评价" })).toHaveAttribute("aria-valuetext", "已完成 1/3 步");
  await expect(page.getByText("全部完成可得：30 积分、勋章「尝鲜家」")).toBeVisible();
  await expect(page.getByText("再坚持 1 天可得：群内下单9折")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "品鉴官" })).toContainText("1/3");
});

test("a double tap draws once, and the draw tells what it can be checked by", async ({ phone: page }) => {
  const drawn = async () => (await ask<{ lottery: { standing: { drawsToday: number } } }>('{ lottery(code: "check_in") { standing { drawsToday } } }')).lottery.standing.drawsToday;
  const before = await drawn();
  await page.getByRole("link", { name: "抽奖" }).click();
  await page.getByRole("link", { name: "签到抽奖" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "联名帆布袋" }).first()).toContainText("0.05%");
  await page.getByRole("button", { name: "抽一次" }).dblclick();
  await expect(page.getByText(/恭喜，抽中|这次没有抽中/)).toBeVisible();
  expect(await drawn()).toBe(before + 1);
  await page.getByText("我的抽奖记录").click();
  await page.getByText("验证", { exact: true }).first().click();
  await expect(page.getByText("当天结束 10 分钟后公布").first()).toBeVisible();
});

test("a leaderboard shows the first places and the member's own, and each store has one", async ({ phone: page }) => {
  await scored();
  await page.getByRole("link", { name: "排行榜" }).click();
  await page.getByRole("link", { name: "本月积分榜" }).click();
  await expect(page.getByRole("region", { name: "我的名次" })).toContainText(/第 \d+ 名/);
  await expect(page.getByRole("listitem").filter({ hasText: "我" }).first()).toBeVisible();
  await open(page, "leaderboards/store_week");
  await page.getByLabel("门店").selectOption({ index: 1 });
  await expect(page.getByRole("region", { name: "我的名次" })).toBeVisible();
});

test("a month comes as figures and as a file", async ({ phone: page }) => {
  await open(page, "points");
  await page.getByRole("link", { name: "月度对账单" }).click();
  await expect(page.getByText("期末")).toBeVisible();
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载 PDF" }).click();
  expect(readFileSync(await (await coming).path()).subarray(0, 5).toString()).toBe("%PDF-");
});

test("points are given within the limits that the page tells first", async ({ phone: page }) => {
  await page.getByRole("link", { name: "转赠" }).click();
  await expect(page.getByText("今日还可转赠")).toBeVisible();
  const { memberByIdentity: other } = await ask<{ memberByIdentity: { id: string } }>(
    '{ memberByIdentity(kind: PHONE, value: "+8619900000002") { id } }', {}, OPERATOR,
  );
  await page.getByLabel("对方的转赠码").fill(other.id);
  await page.getByLabel("数量").fill("4");
  await expect(page.getByRole("button", { name: "下一步" })).toBeDisabled();
  await page.getByLabel("数量").fill("5");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确认转赠" }).click();
  await expect(page.getByText("已转赠 5 积分")).toBeVisible();
});

test("what is said arrives, and its answer comes by itself", async ({ phone: page }) => {
  await open(page, "feedback");
  const words = unique("排队有点久");
  await page.getByLabel("您的意见").fill(words);
  await page.getByRole("button", { name: "提交" }).click();
  await expect(page.getByText("已收到，谢谢您！")).toBeVisible();
  await expect(page.getByRole("article").filter({ hasText: words })).toContainText("处理中");
});

test("a consent is withdrawn and given again", async ({ phone: page }) => {
  await open(page, "consents");
  const survey = page.getByRole("switch", { name: "问卷调查 全部渠道" });
  const before = await survey.isChecked();
  for (const on of [!before, before]) {
    await survey.click();
    await expect(survey).toBeChecked({ checked: on });
  }
});

test("English has every screen", async ({ page }) => {
  await page.goto(`${H5}#token=${OTHER_MEMBER}`);
  await open(page, "me");
  await page.getByLabel("语言").selectOption("en");
  for (const screen of SCREENS) {
    await open(page, screen);
    await expect(page.locator("nav")).toContainText("Rewards");
  }
});

test("without a token there is a page that says where to come from", async ({ page }) => {
  await open(page, "points");
  await expect(page.getByRole("heading", { name: "请从小程序或 App 进入" })).toBeVisible();
  await accessible(page);
});

test("a group of a store is joined with what the member likes, and left", async ({ phone: page }) => {
  const within = async () => (await ask<{ memberGroups: { memberships: { storeId: string }[] } }>("{ memberGroups { memberships { storeId } } }")).memberGroups.memberships;
  expect(await within()).toEqual([]);
  await page.getByRole("link", { name: "社群" }).click();
  await page.getByLabel("门店", { exact: true }).selectOption("store-03");
  await page.getByRole("switch", { name: "偏爱少糖" }).click();
  await page.getByRole("button", { name: "加入门店会员群" }).click();
  await expect(page.getByText(/^已加入门店会员群 · .+ 1 群$/)).toBeVisible();
  expect(await within()).toEqual([{ storeId: "store-03" }]);
  await page.getByRole("button", { name: "退出门店会员群" }).click();
  await accessible(page, { inDialog: true });
  await page.getByRole("dialog").getByRole("button", { name: "退出", exact: true }).click();
  await expect(page.getByText("您还没有加入社群")).toBeVisible();
  expect(await within()).toEqual([]);
});

test("a survey is answered one question a step, and goes on after a reload", async ({ phone: page }) => {
  const asked = await ask<{ me: { surveys: { id: string; name: string; replies: unknown[] }[] } }>("{ me { surveys { id name replies { number } } } }");
  const offer = asked.me.surveys.find(({ replies }) => replies.length === 0);
  test.skip(!offer, "the member has answered it before");
  await open(page, "surveys");
  await page.getByRole("link", { name: offer?.name ?? "" }).click();
  await page.getByRole("radio", { name: "3" }).check();
  await page.getByRole("button", { name: "下一题" }).click();
  await expect(page.getByText("哪些地方让您失望？")).toBeVisible();
  await accessible(page);
  await expect
    .poll(async () => (await ask<{ me: { surveys: { replies: unknown[] }[] } }>("{ me { surveys { replies { number } } } }")).me.surveys[0]?.replies.length)
    .toBe(1);
  await page.reload();
  await expect(page.getByText("哪些地方让您失望？")).toBeVisible();
  await page.getByText("等待时间").click();
  await page.getByRole("button", { name: "下一题" }).click();
  await page.getByRole("button", { name: "提交" }).click();
  await expect(page.getByText("谢谢，您的回答会送到茶饮师手中。")).toBeVisible();
});

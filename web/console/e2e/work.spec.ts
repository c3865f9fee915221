import { accessibleInBoth, ask, COLLEAGUE, expect, member, open, OPERATOR, test, unique } from "./support.js";

async function feedback(text: string): Promise<string> {
  const said = await ask<{ submitFeedback: { feedback: { id: string } } }>(
    "mutation ($input: SubmitFeedbackInput!) { submitFeedback(input: $input) { feedback { id } } }",
    { input: { requestId: text, text } },
  );
  return said.submitFeedback.feedback.id;
}

test("feedback is answered from the queue by the keyboard alone, and the member has the words", async ({ signedIn: page }) => {
  const text = unique("店员态度不好");
  const words = unique("非常抱歉，我们会改进");
  const id = await feedback(text);
  await open(page, `feedback?item=${encodeURIComponent(id)}`);
  await expect(page.getByRole("article")).toContainText(text);
  await expect(page.getByRole("article")).toMatchAriaSnapshot(`
    - article:
      - region "时限":
        - list:
          - listitem:
            - strong: 首次回复
            - time
          - listitem:
            - strong: 解决
      - term: 会员
      - definition:
        - link "查看会员"
      - list "处理记录":
        - listitem
  `);
  await page.keyboard.press("r");
  await expect(page.getByLabel("回复内容")).toBeFocused();
  await page.keyboard.insertText(words);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(page.getByRole("article").getByText(words)).toBeVisible();
  await expect(page.getByLabel("回复内容")).toHaveValue("");
  const said = await ask<{ node: { timeline: { message: string | null }[] } }>(
    "query ($id: ID!) { node(id: $id) { ... on Feedback { timeline { message } } } }",
    { id },
  );
  expect(said.node.timeline.map(({ message }) => message)).toContain(words);
});

test("whoever begins to write claims the item; a claim that was lost is told before anything is sent", async ({ signedIn: page }) => {
  test.slow();
  const words = unique("马上为您处理");
  const id = await feedback(unique("外送少了一杯"));
  const colleague = async (claim: "TAKE" | null) =>
    (
      await ask<{ feedbackReaders: { answerer: string | null } }>(
        "query ($id: ID!, $claim: FeedbackClaim) { feedbackReaders(feedbackId: $id, claim: $claim) { answerer } }",
        { id, claim },
        COLLEAGUE,
      )
    ).feedbackReaders.answerer;
  await open(page, `feedback?item=${encodeURIComponent(id)}`);
  await page.getByLabel("回复内容").fill(words);
  await expect.poll(() => colleague(null)).toBe("dev-operator");
  expect(await colleague("TAKE")).toBe("dev-colleague");
  await page.getByRole("button", { name: "发送", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("尚未发送：dev-colleague正在回复");
  await expect(page.getByLabel("回复内容")).toHaveValue(words);
  await accessibleInBoth(page);
  await page.getByRole("button", { name: "仍然发送" }).click();
  await expect(page.getByRole("article").getByText(words)).toBeVisible();
  await expect.poll(() => colleague(null)).toBeNull();
});

test("an item is taken, and resolved, step by step", async ({ signedIn: page }) => {
  const id = await feedback(unique("骑手把饮料洒了"));
  await open(page, `feedback?item=${encodeURIComponent(id)}`);
  await page.getByRole("button", { name: "由我处理" }).click();
  await page.getByRole("button", { name: "标记为已解决" }).click();
  await expect(page.getByRole("button", { name: "标记为已解决" })).toBeHidden();
  await expect(page.getByRole("article").getByText("已解决").first()).toBeVisible();
});

test("what is above the limits waits, and nobody decides on their own", async ({ signedIn: page }) => {
  const { id } = await member();
  const reason = unique("年度补偿");
  await ask(
    "mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { approval { id } } }",
    { input: { requestId: reason, memberId: id, amount: 50_000, reason } },
    OPERATOR,
  );
  await open(page, "approvals");
  const wish = page.getByRole("article").filter({ hasText: reason });
  await expect(wish).toContainText("+50,000 积分");
  await expect(wish).toContainText("须另一位同事审批");
  await expect(wish.getByRole("button")).toHaveCount(0);
});

test("a voucher is taken at the store once, and given back", async ({ signedIn: page }) => {
  const mutate = (name: string, type: string, input: object, fields: string) =>
    ask<Record<string, never>>(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input });
  const wish = unique("e2e");
  await ask(
    "mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { userErrors { code } } }",
    { input: { requestId: `${wish}-points`, memberId: (await member()).id, amount: 200, reason: "券的测试" } },
    OPERATOR,
  );
  const held = await mutate("redeem", "RedeemInput", { requestId: wish, rewardCode: "free_drink" }, "redemption { id } userErrors { code }");
  const redemptionId = (held as unknown as { redeem: { redemption: { id: string } } }).redeem.redemption.id;
  const done = await mutate(
    "confirmRedemption",
    "ConfirmRedemptionInput",
    { requestId: `${wish}-yes`, redemptionId },
    "redemption { voucher { code } }",
  );
  const { code } = (done as unknown as { confirmRedemption: { redemption: { voucher: { code: string } } } })
    .confirmRedemption.redemption.voucher;
  await open(page, "vouchers");
  await page.getByLabel("门店").fill("store-03");
  await page.getByLabel("券码").fill(code.toLowerCase());
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "核销", exact: true }).click();
  await expect(page.getByText(/已核销：任意饮品一杯/)).toBeVisible();
  await page.getByRole("button", { name: "撤销核销" }).click();
  await expect(page.getByText("已撤销，券可再次使用")).toBeVisible();
});

test("the audit log has what was done, and the address keeps the filter", async ({ signedIn: page }) => {
  const { id } = await member();
  const reason = unique("审计检查");
  await ask(
    "mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { userErrors { code } } }",
    { input: { requestId: reason, memberId: id, amount: 1, reason } },
    OPERATOR,
  );
  await open(page, "audit?service=POINTS");
  await expect(page.getByRole("row").filter({ hasText: reason })).toContainText("完成");
  await page.getByLabel("操作员", { exact: true }).fill("nobody");
  await page.getByRole("button", { name: "筛选" }).click();
  await expect(page).toHaveURL(/actor=nobody/);
  await expect(page.getByText("没有符合条件的操作")).toBeVisible();
});

test("the explorer asks the gateway, and completion knows its schema", async ({ signedIn: page, isMobile }) => {
  await open(page, "explorer");
  await page.getByRole("button", { name: "运行" }).click();
  await expect(page.getByRole("region", { name: "结果" })).toContainText('"catalogue"');
  if (isMobile) return;
  const editor = page.getByRole("textbox", { name: "查询" });
  await editor.press("ControlOrMeta+a");
  // The browser would keep the look of what is typed over, by a style that the policy refuses.
  await editor.press("Delete");
  await editor.pressSequentially("{ memberByI");
  await expect(page.getByRole("option", { name: /memberByIdentity/ })).toBeVisible();
});

test("a screen with its filters gets a place in the menu, and loses it again", async ({ signedIn: page }) => {
  const name = unique("待会员");
  await open(page, "feedback?show=waiting");
  await page.getByRole("button", { name: "保存当前视图" }).click();
  await page.getByLabel("名称").fill(name);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await open(page, "books");
  await page.getByRole("link", { name }).click();
  await expect(page).toHaveURL(/\/feedback\?show=waiting$/);
  await page.getByRole("button", { name: "保存当前视图" }).click();
  await page.getByRole("button", { name: `删除${name}` }).click();
  await expect(page.getByRole("link", { name })).toBeHidden();
});

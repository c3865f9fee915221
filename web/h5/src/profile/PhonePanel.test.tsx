import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { PhonePanel } from "./PhonePanel.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

async function type(label: string, text: string): Promise<void> {
  const field = [...document.querySelectorAll("input")].find((each) => each.previousElementSibling?.textContent === label) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await settled();
}

afterEach(unmount);

test("a number of another membership can be asked to be merged, by the same code, once it is proven", async () => {
  const taken = { code: "PHONE_OF_ANOTHER_MEMBER", message: { zh: "该手机号已绑定其他会员账号。", en: "Taken." } };
  const { api, sent } = fakeApi([
    { bindPhone: { member: null, userErrors: [taken] } },
    { requestMerge: { mergeRequest: { id: "mrq_1" }, userErrors: [] } },
  ]);
  shown(api, <PhonePanel phone={null} />);
  await press("绑定手机号");
  expect(document.body.textContent).not.toContain("合并");
  await type("手机号", "13812340001");
  await type("验证码", "123456");
  await press("确认绑定");
  await settled();
  await press("申请合并账号");
  await settled();
  expect(sent[1]?.input).toMatchObject({ phone: "13812340001", code: "123456" });
  expect(document.body.textContent).toContain("已提交申请");
});

test("a member has a code sent, is told of a wrong one, and binds the number by the right one", async () => {
  const wrong = { code: "PHONE_CODE_WRONG", message: { zh: "验证码错误，请核对最新的短信。", en: "Wrong." } };
  const { api, sent } = fakeApi([
    { sendPhoneCode: { againSeconds: 60, userErrors: [] } },
    { bindPhone: { member: null, userErrors: [wrong] } },
    { bindPhone: { member: { id: "m", phone: "+8613812340001" }, userErrors: [] } },
  ]);
  shown(api, <PhonePanel phone={null} />);
  await press("绑定手机号");
  await type("手机号", "13812340001");
  await press("获取验证码");
  await settled();
  expect(sent[0]?.input).toMatchObject({ phone: "13812340001" });
  // Another code can be had after the time that the service tells.
  const waiting = [...document.querySelectorAll("button")].find((each) => each.textContent?.includes("秒后"));
  expect(waiting?.disabled || waiting?.getAttribute("aria-disabled") === "true").toBe(true);
  await type("验证码", "12345x6");
  await press("确认绑定");
  await settled();
  expect(textOf("alert")).toBe("验证码错误，请核对最新的短信。");
  await press("确认绑定");
  await settled();
  expect(sent[2]?.input).toMatchObject({ phone: "13812340001", code: "123456" });
  expect(document.body.textContent).toContain("手机号已绑定");
});

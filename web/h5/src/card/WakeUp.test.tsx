import { afterEach, expect, test } from "vitest";

import { fakeApi, shown, unmount } from "../../tests/fakeApi.js";
import { WakeUp } from "./WakeUp.js";

afterEach(unmount);

test("a wake-up says its factor and its last day, or that a coupon waits", () => {
  const { api } = fakeApi([]);
  shown(api, <WakeUp wakeUp={{ name: "回归礼", percent: 250, until: "2026-12-30" }} />);
  expect(document.body.textContent).toContain("回归礼 下一单积分 ×2.5，12月30日前有效");
  unmount();
  shown(api, <WakeUp wakeUp={{ name: "老友券", percent: null, until: "2026-12-30" }} />);
  expect(document.body.textContent).toContain("老友券 优惠券已放入卡券，12月30日前下单");
});

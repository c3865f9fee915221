import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, press, shown, unmount } from "../../tests/fakeApi.js";
import { Logins } from "./Logins.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

afterEach(unmount);

test("a member sees where they are signed in, and signs out everywhere", async () => {
  const login = { beganAt: "2026-03-02T04:00:00Z", lastAt: "2026-03-03T04:00:00Z" };
  const { api, sent } = fakeApi([{ logins: [login] }, { endAllLogins: { userErrors: [] } }]);
  const onLeave = vi.fn();
  shown(api, <Logins onLeave={onLeave} />);
  await settled();
  expect(sent).toHaveLength(0);
  await press("查看登录的设备");
  await settled();
  expect(document.body.textContent).toContain("登录，最近使用");
  await press("退出所有设备");
  await settled();
  expect(onLeave).toHaveBeenCalledOnce();
});

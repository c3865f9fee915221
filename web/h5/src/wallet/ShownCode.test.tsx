import { afterEach, expect, test, vi } from "vitest";

import { fakeApi, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { ShownCode } from "./ShownCode.js";

const answered = (state: string) => ({ redemption: { id: "r", voucher: { state } } });
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

afterEach(unmount);

test("once the till has taken a voucher, the wallet behind the code is read again", async () => {
  const { api, sent } = fakeApi([answered("USED"), answered("USED"), answered("USED")]);
  const refresh = vi.spyOn(api.answers, "refresh");
  shown(api, <ShownCode shown={{ name: "茶", code: "ABCD", redemptionId: "r" }} onClose={() => undefined} />);
  await settled();
  expect(textOf("status")).toBe("已使用");
  expect(refresh).toHaveBeenCalledOnce();
  expect(sent).toHaveLength(2);
});

test("while a code waits for its till, nothing else is read", async () => {
  const { api, sent } = fakeApi([answered("ISSUED")]);
  const refresh = vi.spyOn(api.answers, "refresh");
  shown(api, <ShownCode shown={{ name: "茶", code: "ABCD", redemptionId: "r" }} onClose={() => undefined} />);
  await settled();
  expect(sent).toHaveLength(1);
  expect(refresh).not.toHaveBeenCalled();
});

import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, textOf, unmount } from "../../tests/fakeApi.js";
import { DrawPanel } from "./DrawPanel.js";

const LOTTERY = {
  code: "spring",
  name: "春日抽奖",
  ticketsPerDraw: 1,
  firstDay: "2026-03-01",
  lastDay: "2026-03-31",
  perDay: 3,
  open: true,
  prizes: [{ terms: { code: "drink", name: "饮品" }, oddsPpm: 10_000, left: 5, oncePerMember: false, instead: null }],
  pity: { after: 6, prize: "drink" },
  commitments: [],
  standing: { tickets: 4, drawsToday: 1, drawsLeft: 2, losses: 1 },
};
const DRAW = { prize: { code: "drink", name: "饮品", kind: "VOUCHER" }, reason: "DRAWN", voucherCode: "2A3B4C5D6E", voucherExpiresOn: "2026-04-03" };
const DONE = { drawLottery: { userErrors: [], draw: DRAW } };
const BUTTON = "抽一次（用 1 张抽奖券）";
const words = () => document.body.textContent ?? "";

afterEach(unmount);

test("a double tap is one draw, also when the first answer came in between", async () => {
  const { api, sent } = fakeApi([DONE, DONE]);
  shown(api, <DrawPanel lottery={LOTTERY} />);
  await press(BUTTON);
  expect(words()).toContain("恭喜，抽中「饮品」");
  await press(BUTTON);
  expect(sent).toHaveLength(1);
});

test("a draw whose answer was lost is asked for again by the same id, and the words say that it costs no more", async () => {
  const { api, sent } = fakeApi(["lost", DONE]);
  shown(api, <DrawPanel lottery={LOTTERY} />);
  await press(BUTTON);
  expect(textOf("alert")).toContain("没有得到答复");
  expect(words()).toContain("不会重复扣抽奖券");
  await new Promise((resolve) => setTimeout(resolve, 750));
  await press(BUTTON);
  expect(words()).toContain("恭喜");
  expect(sent.map(({ input }) => input.requestId)).toEqual([sent[0]?.input.requestId, sent[0]?.input.requestId]);
});

test("without a draw left the button says why", () => {
  const none = (change: object) => {
    shown(fakeApi([]).api, <DrawPanel lottery={{ ...LOTTERY, standing: { ...LOTTERY.standing, drawsLeft: 0 }, ...change }} />);
    const [button, said] = [document.querySelector("button"), words()];
    unmount();
    expect(button?.disabled).toBe(true);
    return said;
  };
  expect(none({})).toContain("今日次数已用完");
  expect(none({ standing: { tickets: 0, drawsToday: 1, drawsLeft: 0, losses: 0 } })).toContain("抽奖券不足");
  expect(none({ open: false })).toContain("3月1日至2026年3月31日");
});

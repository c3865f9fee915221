import { afterEach, expect, test } from "vitest";

import { fakeApi, press, shown, unmount } from "../../tests/fakeApi.js";
import { OfferList } from "./OffersPage.js";

const SCARVES = {
  code: "scarves",
  name: "围巾系列",
  reason: "买过外套的会员中 30% 也选了围巾（通常 6%）",
  bought: { code: "coat", name: "外套" },
  boughtOrders: 2,
  boughtLastOn: "2026-02-01",
};
const HATS = { ...SCARVES, code: "hats", name: "帽子", reason: "品牌为您推荐", bought: null, boughtOrders: 0, boughtLastOn: null };
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

afterEach(unmount);

test("offers say why, and are noted as shown together and once", async () => {
  const { api, sent } = fakeApi([{ showNextOffers: { userErrors: [], shown: 2 } }]);
  shown(api, <OfferList found={{ byProfile: true, offers: [SCARVES, HATS] }} />);
  await settled();
  expect(sent).toHaveLength(1);
  expect(sent[0]?.input).toMatchObject({ offers: ["scarves", "hats"] });
  expect(document.body.textContent).toContain("买过外套的会员中 30% 也选了围巾（通常 6%）");
  expect(document.body.textContent).toContain("您买过外套 2 次");
  expect(document.querySelector('a[href$="/consents"]')).toBeNull();
});

test("a member says no to one, by its name", async () => {
  const { api, sent } = fakeApi([
    { showNextOffers: { userErrors: [], shown: 1 } },
    { declineNextOffer: { userErrors: [], until: "2026-03-30T00:00:00Z" } },
  ]);
  shown(api, <OfferList found={{ byProfile: true, offers: [SCARVES] }} />);
  await settled();
  await press("不感兴趣：围巾系列");
  expect(sent[1]?.input).toMatchObject({ offer: "scarves" });
});

test("without personal suggestions the way to switch them on is there", async () => {
  const { api } = fakeApi([{ showNextOffers: { userErrors: [], shown: 1 } }]);
  shown(api, <OfferList found={{ byProfile: false, offers: [HATS] }} />);
  await settled();
  expect(document.querySelector('a[href$="/consents"]')?.textContent).toBe("去设置");
});

import { Wishes } from "@tessera/client";

import { MiniBasketPreviewDocument, MiniBasketsDocument, MiniCancelBasketDocument, MiniHoldBasketDocument } from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { texts } from "../lib/texts.js";
import { trouble, wish, type Outcome } from "../lib/wish.js";
import { goodsOf, minorOf, type Line } from "./goods.js";
import { basketsOf, quotedOf, type Baskets, type Quoted } from "./view.js";

const { own, wallet } = texts;
const NOTHING: Baskets = { currency: "", rows: [], after: "" };
const UNASKED: Quoted = { sums: [], paid: "", offers: [], pointsHint: "" };
const WORDS = {
  amount: own.basket.amount,
  amountHint: own.basket.amountHint,
  goods: own.basket.goods,
  points: own.basket.points,
  look: own.basket.look,
  toPay: own.basket.toPay,
  coupons: wallet.coupons,
  use: own.basket.use,
  leave: own.basket.leave,
  hold: own.basket.hold,
  proves: own.basket.proves,
  mine: wallet.baskets,
  letGo: wallet.letGo,
  more: texts.app.more,
};
const POINTS_MAX = 9;
/** A wish without an answer keeps its id while it says the same; a hold that nobody knows of ends by itself, and is listed. */
const wishes = { hold: new Wishes("hold"), cancel: new Wishes("cancel") };

interface Input {
  readonly detail: { readonly value: string };
}

interface Tap {
  readonly currentTarget: { readonly dataset: { readonly id?: string } };
}

Page({
  data: {
    ...ASKING,
    ...NOTHING,
    ...UNASKED,
    frame: FRAME,
    words: WORDS,
    /** What a shop's page handed over; else the member types what they will pay. */
    goods: [] as readonly Line[],
    amount: "",
    points: "",
    chosen: [] as readonly string[],
    isAsked: false,
    isPending: false,
    refused: "",
    done: "",
  },

  onLoad({ goods }: { goods?: string } = {}) {
    void wx.setNavigationBarTitle({ title: own.basket.title });
    this.setData({ goods: goodsOf(goods) });
  },
  onShow() {
    void this.load();
  },
  onPullDownRefresh() {
    void this.load();
  },
  onReachBottom() {
    if (!this.data.after || this.data.isLoading) return;
    const { after, rows } = this.data;
    this.setData({ isLoading: true });
    void ask(this, MiniBasketsDocument, { after }, (data, format) => basketsOf(data, format, rows));
  },
  retry() {
    void (this.data.isAsked ? this.look() : this.load());
  },
  load() {
    return ask(this, MiniBasketsDocument, { after: null }, (data, format) => basketsOf(data, format));
  },

  writeAmount({ detail }: Input) {
    this.change({ amount: detail.value });
  },
  writePoints({ detail }: Input) {
    this.change({ points: detail.value });
  },
  choose({ currentTarget }: Tap) {
    const { id = "" } = currentTarget.dataset;
    const { chosen } = this.data;
    this.setData({ chosen: chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id] });
    return this.look();
  },
  /** Whatever is typed makes what was asked before another basket. */
  change(typed: { amount?: string; points?: string }) {
    this.setData({ ...typed, ...UNASKED, chosen: [], isAsked: false, done: "", refused: "" });
  },
  /** The basket as it stands; undefined while it says nothing that can be asked. */
  basket() {
    const { goods, amount, points, chosen, currency } = this.data;
    const amountMinor = goods.length || !currency ? 0 : minorOf(amount, currency);
    const lines = goods.length ? goods : amountMinor ? [{ lineId: "1", quantity: 1, amountMinor }] : [];
    const typed = points.trim();
    if (!lines.length || !currency || !/^\d*$/.test(typed) || typed.length > POINTS_MAX) return undefined;
    return { lines, currency, points: Number(typed), couponIds: chosen };
  },
  async look() {
    const basket = this.basket();
    if (!basket || this.data.isPending) {
      if (!basket) this.setData({ refused: own.basket.unclear });
      return;
    }
    this.setData({ isLoading: true, isAsked: true, refused: "", done: "" });
    await ask(this, MiniBasketPreviewDocument, { basket }, (data, format) =>
      // What is typed meanwhile is another basket, and would be held at this one's price.
      JSON.stringify(this.basket()) === JSON.stringify(basket) ? { ...quotedOf(data, basket.currency, basket.couponIds, format) } : {},
    );
  },
  async hold() {
    const basket = this.basket();
    if (!basket || this.data.isPending) return;
    this.setData({ isPending: true, refused: "", done: "" });
    const input = { basket };
    const came = await wish(MiniHoldBasketDocument, { ...input, requestId: wishes.hold.idOf(input) });
    if (!("failed" in came)) wishes.hold.answered();
    this.over(came, own.basket.held);
  },
  async letGo({ currentTarget }: Tap) {
    const { id = "" } = currentTarget.dataset;
    if (this.data.isPending) return;
    this.setData({ isPending: true, refused: "", done: "" });
    const input = { basketId: id };
    const came = await wish(MiniCancelBasketDocument, { ...input, requestId: wishes.cancel.idOf(input) });
    if (!("failed" in came)) wishes.cancel.answered();
    this.over(came, own.basket.gone);
  },
  over(came: Outcome<unknown>, said: string) {
    const isDone = "done" in came;
    this.setData({ isPending: false, refused: trouble(came), done: isDone ? said : "" });
    if (isDone) this.setData({ ...UNASKED, amount: "", points: "", chosen: [], goods: [], isAsked: false });
    if (!("failed" in came)) void this.load();
  },
});

import { MiniMoreCouponsDocument, MiniMoreEntriesDocument, MiniMoreVouchersDocument, MiniWalletDocument } from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { texts } from "../lib/texts.js";
import { couponOf, entryOf, listed, voucherOf, walletOf, type Wallet } from "./view.js";

const NOTHING: Wallet = {
  figures: [],
  vouchers: { rows: [], after: "", none: "" },
  coupons: { rows: [], after: "", none: "" },
  entries: { rows: [], after: "", none: "" },
};
const WORDS = {
  vouchers: texts.wallet.vouchers,
  coupons: texts.wallet.coupons,
  entries: texts.points.entries,
  show: texts.wallet.show,
  close: texts.app.close,
  why: texts.points.why,
  more: texts.app.more,
  pay: texts.own.pay,
};

interface Tap {
  readonly currentTarget: { readonly dataset: { readonly id?: string } };
}

Page({
  data: {
    ...ASKING,
    ...NOTHING,
    frame: FRAME,
    words: WORDS,
    /** The id of the one row that stands open: a code for a till, or the cause of a change. */
    open: "",
  },

  onLoad() {
    void wx.setNavigationBarTitle({ title: texts.wallet.title });
  },
  onShow() {
    void this.load();
  },
  onPullDownRefresh() {
    void this.load();
  },
  onReachBottom() {
    if (this.data.entries.after && !this.data.isLoading) void this.moreEntries();
  },
  retry() {
    void this.load();
  },
  load() {
    return ask(this, MiniWalletDocument, {}, (data, format) => walletOf(data, format, Date.now()));
  },
  moreEntries() {
    const { after, rows } = this.data.entries;
    this.setData({ isLoading: true });
    return ask(this, MiniMoreEntriesDocument, { after }, ({ me }, format) => ({
      entries: listed(me?.entries, (node) => entryOf(node, format, Date.now()), "", rows),
    }));
  },
  moreVouchers() {
    const { after, rows } = this.data.vouchers;
    if (!after || this.data.isLoading) return;
    this.setData({ isLoading: true });
    return ask(this, MiniMoreVouchersDocument, { after }, ({ redemptions }, format) => ({
      vouchers: listed(redemptions, (node) => voucherOf(node, format), "", rows),
    }));
  },
  moreCoupons() {
    const { after, rows } = this.data.coupons;
    if (!after || this.data.isLoading) return;
    this.setData({ isLoading: true });
    return ask(this, MiniMoreCouponsDocument, { after }, ({ coupons }, format) => ({
      coupons: listed(coupons, (node) => couponOf(node, format), "", rows),
    }));
  },

  pay() {
    void wx.navigateTo({ url: "/basket/page" });
  },
  toggle({ currentTarget }: Tap) {
    const { id = "" } = currentTarget.dataset;
    this.setData({ open: this.data.open === id ? "" : id });
  },
});

import { MiniRewardsDocument } from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { texts } from "../lib/texts.js";
import { trouble, type Outcome } from "../lib/wish.js";
import { begin, cancel, finish, kept, type Redeeming } from "./redeeming.js";
import { rewardsOf, type Reward, type Rewards } from "./view.js";

const NOTHING: Rewards = { available: "", rewards: [], after: "", none: "" };
const WORDS = {
  redeem: texts.rewards.redeem,
  goOn: texts.own.goOn,
  cancel: texts.wallet.giveUp,
  unfinishedText: texts.own.unfinishedText,
};

interface Tap {
  readonly currentTarget: { readonly dataset: { readonly code?: string } };
}

Page({
  data: {
    ...ASKING,
    ...NOTHING,
    frame: FRAME,
    words: WORDS,
    /** The title of what is not over; "" where nothing is. */
    unfinished: "",
    isPending: false,
    done: "",
    doneText: "",
    refused: "",
  },

  onLoad() {
    void wx.setNavigationBarTitle({ title: texts.rewards.title });
  },
  onShow() {
    this.showKept();
    void this.load();
  },
  onPullDownRefresh() {
    void this.load();
  },
  onReachBottom() {
    if (this.data.after && !this.data.isLoading) void this.more();
  },
  retry() {
    void this.load();
  },
  load() {
    return ask(this, MiniRewardsDocument, { after: null }, (data, format) => ({ ...rewardsOf(data, format) }));
  },
  more() {
    const { after, rewards: before } = this.data;
    this.setData({ isLoading: true });
    return ask(this, MiniRewardsDocument, { after }, (data, format) => {
      const page = rewardsOf(data, format);
      return { ...page, rewards: [...before, ...page.rewards], none: "" };
    });
  },
  showKept() {
    const open = kept();
    this.setData({ unfinished: open ? texts.own.unfinished(open.name) : "" });
  },

  async redeem({ currentTarget }: Tap) {
    const reward: Reward | undefined = this.data.rewards.find(({ code }) => code === currentTarget.dataset.code);
    // One at a time: what is not over comes first.
    if (!reward || this.data.isPending || kept()) return;
    const { confirm } = await wx.showModal({ title: texts.rewards.title, content: reward.question, confirmText: texts.rewards.redeem, cancelText: texts.app.cancel });
    if (!confirm || this.data.isPending || kept()) return;
    await this.run(begin(reward.code, reward.name));
  },
  goOn() {
    const open = kept();
    if (open && !this.data.isPending) void this.run(open);
  },
  async run(redeeming: Redeeming) {
    this.setData({ isPending: true, refused: "", done: "", doneText: "" });
    const came = await finish(redeeming);
    const code = "done" in came ? came.done : "";
    this.setData({
      isPending: false,
      refused: trouble(came),
      done: "done" in came ? texts.rewards.done : "",
      doneText: code && `${texts.own.code(code)}. ${texts.own.toTill}`,
    });
    this.settled(came);
  },
  async giveUp() {
    const open = kept();
    if (!open || this.data.isPending) return;
    this.setData({ isPending: true, refused: "", done: "", doneText: "" });
    const came = await cancel(open);
    this.setData({ isPending: false, refused: trouble(came), done: "done" in came ? texts.own.givenUp : "" });
    this.settled(came);
  },
  settled(came: Outcome<string>) {
    this.showKept();
    if (!("failed" in came)) void this.load();
  },
});

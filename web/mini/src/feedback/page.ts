import { Wishes } from "@tessera/client";

import {
  MiniContinueDocument,
  MiniFeedbackChangesDocument,
  MiniFeedbackDocument,
  MiniRateDocument,
  MiniSayResolvedDocument,
  MiniSayUnresolvedDocument,
  MiniTellUsDocument,
} from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { follow } from "../lib/gateway.js";
import { texts } from "../lib/texts.js";
import { trouble, wish, type Outcome } from "../lib/wish.js";
import { itemsOf, type Items } from "./view.js";

const { feedback } = texts;
const NOTHING: Items = { items: [], after: "", none: "" };
const CHANNEL = "mini_program";
const WORDS = {
  text: feedback.text,
  hint: feedback.hint,
  send: feedback.send,
  mine: feedback.mine,
  what: feedback.what,
  solved: feedback.solved,
  unsolved: feedback.unsolved,
  sendMore: feedback.sendMore,
  rate: feedback.rate,
  scale: feedback.scale,
};
const SCORES = [1, 2, 3, 4, 5].map((score) => ({ score, label: feedback.score(score) }));
/** Words of a member are kept in memory alone; the buttons of an item have their ids by what they ask. */
const wishes = { tell: new Wishes("feedback"), more: new Wishes("continue"), judge: new Wishes("judge"), rate: new Wishes("rate") };

let stop = () => {};

interface Input {
  readonly detail: { readonly value: string };
}

interface Tap {
  readonly currentTarget: { readonly dataset: { readonly id?: string; readonly score?: number } };
}

Page({
  data: { ...ASKING, ...NOTHING, frame: FRAME, words: WORDS, scores: SCORES, text: "", going: "", more: "", isPending: false, refused: "", done: "" },

  onLoad() {
    void wx.setNavigationBarTitle({ title: feedback.title });
  },
  onShow() {
    void this.load();
    stop();
    stop = follow(MiniFeedbackChangesDocument, () => void this.load());
  },
  onHide: () => stop(),
  onUnload: () => stop(),
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
    return ask(this, MiniFeedbackDocument, { after: null }, (data, format) => itemsOf(data, format));
  },
  more() {
    const { after, items } = this.data;
    this.setData({ isLoading: true });
    return ask(this, MiniFeedbackDocument, { after }, (data, format) => itemsOf(data, format, items));
  },

  write({ detail }: Input) {
    this.setData({ text: detail.value });
  },
  async tell() {
    const text = this.data.text.trim();
    if (!text || !this.begin()) return;
    const input = { text, channel: CHANNEL, attachmentUrls: [], attachments: [] };
    const came = await wish(MiniTellUsDocument, { ...input, requestId: wishes.tell.idOf(input) });
    this.ended(came, wishes.tell);
    // Words that were not taken stay, to be sent again.
    if ("done" in came) this.setData({ text: "", done: feedback.sent });
  },
  solved(tap: Tap) {
    return this.judge(tap, MiniSayResolvedDocument);
  },
  unsolved(tap: Tap) {
    return this.judge(tap, MiniSayUnresolvedDocument);
  },
  async judge({ currentTarget }: Tap, document: typeof MiniSayResolvedDocument | typeof MiniSayUnresolvedDocument) {
    const feedbackId = currentTarget.dataset.id;
    if (!feedbackId || !this.begin()) return;
    const requestId = wishes.judge.idOf([feedbackId, document === MiniSayResolvedDocument]);
    const input = { feedbackId, requestId };
    this.ended(
      document === MiniSayResolvedDocument ? await wish(MiniSayResolvedDocument, input) : await wish(MiniSayUnresolvedDocument, input),
      wishes.judge,
    );
  },
  goOn({ currentTarget }: Tap) {
    this.setData({ going: currentTarget.dataset.id ?? "", more: "" });
  },
  writeMore({ detail }: Input) {
    this.setData({ more: detail.value });
  },
  async sendMore() {
    const { going: feedbackId, more } = this.data;
    const text = more.trim();
    if (!text || !this.begin()) return;
    const input = { feedbackId, text, reopens: false };
    const came = await wish(MiniContinueDocument, { ...input, requestId: wishes.more.idOf(input) });
    if ("done" in came) this.setData({ going: "", more: "" });
    this.ended(came, wishes.more);
  },
  async rate({ currentTarget }: Tap) {
    const { id: feedbackId, score } = currentTarget.dataset;
    if (!feedbackId || score === undefined || !this.begin()) return;
    const input = { feedbackId, score };
    this.ended(await wish(MiniRateDocument, { ...input, requestId: wishes.rate.idOf(input) }), wishes.rate);
  },

  /** False while another button is waiting. */
  begin(): boolean {
    if (this.data.isPending) return false;
    this.setData({ isPending: true, refused: "", done: "" });
    return true;
  },
  ended(came: Outcome<unknown>, of: Wishes) {
    if (!("failed" in came)) of.answered();
    this.setData({ isPending: false, refused: trouble(came) });
    if ("done" in came) void this.load();
  },
});

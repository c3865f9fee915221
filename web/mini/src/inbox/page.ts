import { Wishes } from "@tessera/client";

import { MiniInboxDocument, MiniOpenMessageDocument, MiniOptOutDocument } from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { texts } from "../lib/texts.js";
import { trouble, wish } from "../lib/wish.js";
import { inboxOf, type Inbox, type Message } from "./view.js";

const NOTHING: Inbox = { heading: "", messages: [], after: "", none: "" };
/** One for each message, since each is a wish of its own. */
const opening = new Map<string, Wishes>();
const open = new Set<string>();
const leaving = new Wishes("opt-out");

interface Tap {
  readonly currentTarget: { readonly dataset: { readonly id?: string } };
}

Page({
  data: { ...ASKING, ...NOTHING, frame: FRAME, words: { isNew: texts.inbox.isNew, why: texts.inbox.why, optOut: texts.inbox.optOut }, isPending: false, refused: "", done: "" },

  onLoad() {
    void wx.setNavigationBarTitle({ title: texts.inbox.title });
  },
  onShow() {
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
    return ask(this, MiniInboxDocument, { after: null }, (data, format) => inboxOf(data, format, open));
  },
  more() {
    const { after, messages } = this.data;
    this.setData({ isLoading: true });
    return ask(this, MiniInboxDocument, { after }, (data, format) => inboxOf(data, format, open, messages));
  },

  /** Shows a message, or closes it; the first look is what makes it read. */
  async toggle({ currentTarget }: Tap) {
    const message: Message | undefined = this.data.messages.find(({ id }) => id === currentTarget.dataset.id);
    if (!message) return;
    if (message.isOpen) open.delete(message.id);
    else open.add(message.id);
    this.change({ ...message, isOpen: !message.isOpen });
    if (message.isOpen || message.isRead) return;
    const wishes = opening.get(message.id) ?? new Wishes("open");
    opening.set(message.id, wishes);
    const came = await wish(MiniOpenMessageDocument, { requestId: wishes.idOf(message.id), messageId: message.id });
    // Without an answer it stays unread, and the next look says it again.
    if ("failed" in came) return;
    opening.delete(message.id);
    // The number of unread messages is the gateway's.
    if ("done" in came) await this.load();
  },
  /** Withdraws the consent that the message counts on, by every channel, once the member says so again. */
  async optOut({ currentTarget }: Tap) {
    const message: Message | undefined = this.data.messages.find(({ id }) => id === currentTarget.dataset.id);
    if (!message?.purpose || this.data.isPending) return;
    const { inbox, own, app } = texts;
    const { purpose } = message;
    const { confirm } = await wx.showModal({ title: inbox.optOut, content: own.optOut[purpose], confirmText: own.optOut.confirm, cancelText: app.cancel });
    if (!confirm) return;
    this.setData({ isPending: true, refused: "", done: "" });
    const came = await wish(MiniOptOutDocument, { requestId: leaving.idOf(purpose), purpose });
    if (!("failed" in came)) leaving.answered();
    this.setData({ isPending: false, refused: trouble(came), done: "done" in came ? own.optOut.done : "" });
  },
  change(changed: Message) {
    this.setData({ messages: this.data.messages.map((each) => (each.id === changed.id ? changed : each)) });
  },
});

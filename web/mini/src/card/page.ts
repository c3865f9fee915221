import { Wishes } from "@tessera/client";

import { MiniCardDocument, MiniCheckInDocument, MiniPointsDocument } from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { follow } from "../lib/gateway.js";
import { texts } from "../lib/texts.js";
import { trouble, wish } from "../lib/wish.js";
import { cardOf, checkedIn, EXPIRING_DAYS, type Card } from "./view.js";

let stop = () => {};
const checkingIn = new Wishes("check-in");
const WORDS = { available: texts.card.available, progress: texts.card.progress, checkIn: texts.checkIn.title };

Page({
  data: { ...ASKING, frame: FRAME, words: WORDS, card: null as Card | null, isPending: false, refused: "", done: "" },

  onLoad() {
    void wx.setNavigationBarTitle({ title: texts.app.name });
  },
  onShow() {
    void this.load();
    stop();
    stop = follow(MiniPointsDocument, () => void this.load());
  },
  onHide: () => stop(),
  onUnload: () => stop(),
  onPullDownRefresh() {
    void this.load();
  },
  retry() {
    void this.load();
  },
  load() {
    return ask(this, MiniCardDocument, { expiringDays: EXPIRING_DAYS }, (data, format) => ({ card: cardOf(data, format) }));
  },
  async checkIn() {
    if (this.data.isPending) return;
    this.setData({ isPending: true, refused: "", done: "" });
    const came = await wish(MiniCheckInDocument, { requestId: checkingIn.idOf("today") });
    if (!("failed" in came)) checkingIn.answered();
    this.setData({ isPending: false, refused: trouble(came), done: "done" in came ? checkedIn(came.done) : "" });
    if (!("failed" in came)) await this.load();
  },
});

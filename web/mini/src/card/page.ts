import { MiniCardDocument, MiniPointsDocument } from "../generated/documents.js";
import { ask, ASKING, FRAME } from "../lib/asking.js";
import { follow } from "../lib/gateway.js";
import { texts } from "../lib/texts.js";
import { cardOf, EXPIRING_DAYS, type Card } from "./view.js";

let stop = () => {};

Page({
  data: { ...ASKING, frame: FRAME, words: { available: texts.card.available, progress: texts.card.progress }, card: null as Card | null },

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
});

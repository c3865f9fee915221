import { cameFrom } from "./lib/gateway.js";
import { language, texts } from "./lib/texts.js";

App({
  onLaunch({ query }) {
    cameFrom(query);
    // The tabs of app.json are in Chinese, as WeChat shows them before this runs.
    if (language === "zh") return;
    texts.own.tabs.forEach((text, index) => void wx.setTabBarItem({ index, text }));
  },
});

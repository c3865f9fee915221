import { en } from "../../../h5/src/messages/en.js";
import { zh } from "../../../h5/src/messages/zh.js";
import { en as ownEn } from "../messages/en.js";
import { zh as ownZh } from "../messages/zh.js";

/** The phone's language where it is Chinese, else English: a phone keeps it while the mini-program runs. */
export const language: "zh" | "en" = /^(zh|yue)\b/.test(wx.getAppBaseInfo().language.replace("_", "-")) ? "zh" : "en";

/** The H5's words, and `own` with those of the mini-program alone. */
export const texts = language === "zh" ? { ...zh, own: ownZh } : { ...en, own: ownEn };

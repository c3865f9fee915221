import { formatOf, type Format as All } from "../../../h5/src/lib/formats.js";
import { en } from "../messages/en.js";
import { zh } from "../messages/zh.js";
import { language } from "./texts.js";

/** Figures and times as people write them, as far as the mini-program shows them. */
export type Format = Pick<All, "number" | "signed" | "money" | "dateTime" | "date" | "day" | "shortDay">;

/** In the brand's time zone, such as Asia/Shanghai; WeChat on some phones has no Intl, and plain formats do. */
export const formatIn = (timeZone: string | undefined): Format => (typeof Intl === "object" ? formatOf(language, timeZone) : plain(language));

/** Without Intl nobody knows time zones but the phone, whose own is then the one. */
export function plain(language: "zh" | "en"): Format {
  const words = language === "zh" ? zh : en;
  const number = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  const two = (value: number) => String(value).padStart(2, "0");
  const day = (text: string) => words.day(...(text.split("-").map((part) => String(Number(part))) as [string, string, string]));
  const local = (instant: string) => {
    const at = new Date(instant);
    return { year: String(at.getFullYear()), month: String(at.getMonth() + 1), day: String(at.getDate()), time: `${two(at.getHours())}:${two(at.getMinutes())}` };
  };
  return {
    number,
    signed: (value) => (value === 0 ? "0" : `${value > 0 ? "+" : "-"}${number(Math.abs(value))}`),
    // The currencies of this place have two digits; another says its code.
    money: (minorUnits, code) => `${code === "CNY" ? "¥" : `${code} `}${number(Math.floor(minorUnits / 100))}.${two(minorUnits % 100)}`,
    dateTime: (instant) => {
      const { month, day, time } = local(instant);
      return words.dateTime(words.shortDay(month, day), time);
    },
    date: (instant) => {
      const { year, month, day } = local(instant);
      return words.day(year, month, day);
    },
    day,
    shortDay: (text) => {
      const [, month = "", day = ""] = text.split("-").map((part) => String(Number(part)));
      return words.shortDay(month, day);
    },
  };
}

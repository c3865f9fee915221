import { createContext, useContext } from "react";

import type { Language } from "./preferences.js";

const SECOND_MS = 1_000;
const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ["day", 86_400 * SECOND_MS],
  ["hour", 3_600 * SECOND_MS],
  ["minute", 60 * SECOND_MS],
  ["second", SECOND_MS],
];

/** Figures and times as people write them. Instants are RFC 3339; days are YYYY-MM-DD. */
export interface Format {
  number(value: number): string;
  /** With its sign, also when it is positive. */
  signed(value: number): string;
  percent(share: number): string;
  /** Minor units of a currency of ISO 4217: 1800 of CNY is ¥18.00. */
  money(minorUnits: number, currencyCode: string): string;
  /** YYYY-MM. */
  month(month: string): string;
  dateTime(instant: string | number): string;
  date(instant: string | number): string;
  /** Month and day. */
  shortDate(instant: string | number): string;
  /** Month and day in figures, for the foot of a chart. */
  tick(instant: string): string;
  /** A day of the calendar, which no zone moves. */
  day(day: string): string;
  shortDay(day: string): string;
  /** Such as "in 3 hours" or "2 days ago". */
  fromNow(instant: string, now: number): string;
  /** Items as a sentence has them. */
  list(items: readonly string[]): string;
}

/** Formats of a language in a time zone, such as Asia/Shanghai; the browser's where none is given. */
export function formatOf(language: Language, timeZone?: string): Format {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1, signDisplay: "negative" });
  const dates = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    new Intl.DateTimeFormat(locale, { ...options, ...(zone && { timeZone: zone }) });
  const long = { year: "numeric", month: language === "zh" ? "long" : "short", day: "numeric" } as const;
  const short = { month: language === "zh" ? "long" : "short", day: "numeric" } as const;
  const dateTime = dates({ ...long, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const tick = dates({ month: "numeric", day: "numeric" });
  const [date, shortDate] = [dates(long), dates(short)];
  const [day, shortDay] = [dates(long, "UTC"), dates(short, "UTC")];
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const month = dates({ year: "numeric", month: language === "zh" ? "long" : "short" }, "UTC");
  return {
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    money: (minorUnits, currencyCode) => {
      const money = new Intl.NumberFormat(locale, { style: "currency", currency: currencyCode, currencyDisplay: "narrowSymbol" });
      return money.format(minorUnits / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2));
    },
    number: (value) => number.format(value),
    signed: (value) => signed.format(value),
    percent: (share) => percent.format(share),
    dateTime: (instant) => dateTime.format(new Date(instant)),
    date: (instant) => date.format(new Date(instant)),
    shortDate: (instant) => shortDate.format(new Date(instant)),
    tick: (instant) => tick.format(new Date(instant)),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    shortDay: (text) => shortDay.format(new Date(`${text}T00:00:00Z`)),
    fromNow: (instant, now) => {
      const ms = new Date(instant).getTime() - now;
      const [unit, of] = UNITS.find(([, least]) => Math.abs(ms) >= least) ?? ["second", SECOND_MS];
      return relative.format(Math.trunc(ms / of), unit);
    },
    list: (items) => list.format(items),
  };
}

export const FormatContext = createContext<Format>(formatOf("zh"));

export const useFormat = (): Format => useContext(FormatContext);

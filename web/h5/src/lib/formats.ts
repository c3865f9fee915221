import type { Language } from "./preferences.js";

/** Figures and times as people write them. Instants are RFC 3339; days are YYYY-MM-DD. */
export interface Format {
  number(value: number): string;
  /** With its sign, also when it is positive. */
  signed(value: number): string;
  /** An amount in the currency's minor unit, as the currency is written. */
  money(minorUnits: number, currencyCode: string): string;
  /** A share of 1 in percent, down to one in a million. */
  share(value: number): string;
  dateTime(instant: string): string;
  date(instant: string): string;
  /** The local day of an instant, such as 2026-12-01. */
  civilDay(instant: Date): string;
  /** A day of the calendar, which no zone moves. */
  day(day: string): string;
  shortDay(day: string): string;
  weekday(day: string): string;
  /** YYYY-MM. */
  month(month: string): string;
}

/** Formats of a language in a time zone, such as Asia/Shanghai; the phone's where none is given. */
export function formatOf(language: Language, timeZone?: string): Format {
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 });
  const dates = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    new Intl.DateTimeFormat(locale, { ...options, ...(zone && { timeZone: zone }) });
  const long = { year: "numeric", month: language === "zh" ? "long" : "short", day: "numeric" } as const;
  const short = { month: language === "zh" ? "long" : "short", day: "numeric" } as const;
  const dateTime = dates({ ...short, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const [date, day, shortDay] = [dates(long), dates(long, "UTC"), dates(short, "UTC")];
  const weekday = dates({ weekday: "narrow" }, "UTC");
  const month = dates({ year: "numeric", month: language === "zh" ? "long" : "short" }, "UTC");
  // Canada writes days as ISO 8601 does.
  const iso = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", ...(timeZone && { timeZone }) });
  const civil = (text: string) => new Date(`${text}T00:00:00Z`);
  return {
    number: (value) => number.format(value),
    signed: (value) => signed.format(value),
    share: (value) => share.format(value),
    money: (minorUnits, currencyCode) => {
      const money = new Intl.NumberFormat(locale, { style: "currency", currency: currencyCode, currencyDisplay: "narrowSymbol" });
      return money.format(minorUnits / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2));
    },
    dateTime: (instant) => dateTime.format(new Date(instant)),
    date: (instant) => date.format(new Date(instant)),
    civilDay: (instant) => iso.format(instant),
    day: (text) => day.format(civil(text)),
    shortDay: (text) => shortDay.format(civil(text)),
    month: (text) => month.format(civil(`${text}-01`)),
    weekday: (text) => weekday.format(civil(text)),
  };
}

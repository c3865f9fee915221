import type { zh } from "./zh.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
const shortDay = (month: string, day: string) => `${day} ${MONTHS[Number(month) - 1]}`;

export const en: typeof zh = {
  day: (year, month, day) => `${shortDay(month, day)} ${year}`,
  shortDay,
  dateTime: (day, time) => `${day}, ${time}`,
  tabs: ["Card", "Rewards", "Wallet", "Messages", "Feedback"],
  unfinished: (name) => `“${name}” is not redeemed yet`,
  unfinishedText: "Press again to get the result. Your points are spent only once.",
  goOn: "Go on",
  givenUp: "Cancelled. Your points are back.",
  code: (code) => `Code ${code}`,
  toTill: "Show the code to the staff.",
};

import type { Language } from "../lib/preferences.js";
import { programmeForm as en } from "../messages/en/programmeForm.js";
import { programmeForm as zh } from "../messages/zh/programmeForm.js";

/** Sentences with the names of what stands in them in braces. They come with the form, which is seldom open. */
export interface FormWords {
  unreadable: string;
  nothing: (section: string) => string;
  ladders: string;
  tiers: string;
  thresholds: (ladder: string) => string;
  reach: string;
  keep: string;
  multiplier: string;
  grace: string;
  tier: string;
  rules: string;
  perMoney: string;
  fixed: string;
  coupon: string;
  each: Readonly<Record<"line" | "item", string>>;
  byTier: string;
  byCampaigns: string;
  pending: string;
  times: string;
  amount: string;
  per: Readonly<Record<string, string>>;
  first: string;
  budget: string;
  when: string;
  on: Readonly<Record<string, string>>;
  copy: (name: string) => string;
  remove: (name: string) => string;
  campaigns: string;
  campaign: string;
  from: string;
  until: string;
  rewards: string;
  reward: string;
  price: string;
  stock: string;
  listPrice: string;
  clocks: string;
  priority: string;
  priorities: Readonly<Record<string, string>>;
  minutes: Readonly<Record<"first_response" | "next_response" | "resolution" | "follow_up", string>>;
  hours: string;
  hoursOf: Readonly<Record<"" | "always" | "business" | "mixed", string>>;
  slots: Readonly<Record<string, string>>;
}

export const FORM_WORDS: Readonly<Record<Language, FormWords>> = { zh, en };

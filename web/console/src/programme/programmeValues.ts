/** The parts of a programme that the form shows; a file that is being written may have anything else. */
export interface Named {
  zh?: string;
  en?: string;
}

export interface Tier {
  code: string;
  name?: Named;
  reach: number;
  keep: number;
  multiplier_percent?: number;
}

export interface Ladder {
  code: string;
  name?: Named;
  basis: string;
  grace_days?: number;
  tiers: Tier[];
}

export interface Cap {
  per: string;
  times?: number;
  amount?: number;
}

export interface Rule {
  code: string;
  name?: Named;
  on: string;
  each?: string;
  when?: string;
  asset?: string;
  award: { points?: number; per_minor_units?: number; coupon?: string };
  multipliers?: string[];
  pending_days?: number;
  caps?: Cap[];
  first?: number;
  budget?: { points: number };
}

export interface Campaign {
  code: string;
  name?: Named;
  percent: number;
  when?: string;
  from?: string;
  until?: string;
  budget?: { points: number };
}

export interface Reward {
  code: string;
  name?: Named;
  price?: number;
  prices?: Record<string, number>;
  stock?: number;
  list_price_minor?: number;
}

export interface Clock {
  first_response_minutes?: number;
  next_response_minutes?: number;
  resolution_minutes?: number;
  follow_up_minutes?: number;
  hours?: unknown;
}

export interface ProgrammeValues {
  currency?: string;
  ladders?: Ladder[];
  earning?: { rules?: Rule[]; campaigns?: Campaign[] };
  rewards?: { items?: Reward[] };
  feedback?: { clocks?: Record<string, Clock> };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const whole = <Kind>(value: unknown, fits: (each: Record<string, unknown>) => boolean): Kind[] | undefined =>
  Array.isArray(value) && value.every((each) => isObject(each) && typeof each.code === "string" && fits(each))
    ? (value as Kind[])
    : undefined;

const isNumber = (value: unknown) => typeof value === "number";
/** Left out, or so: a key that is written and has no value yet is null. */
const isOr = (fits: (value: unknown) => boolean) => (value: unknown) => value === undefined || fits(value);
const isMoney = isOr((value) => isObject(value) && isNumber(value.points));
const isText = isOr((value) => typeof value === "string");
const isRule = (each: Record<string, unknown>) =>
  typeof each.on === "string" &&
  isObject(each.award) &&
  isMoney(each.budget) &&
  isText(each.when) &&
  isOr((caps) => Array.isArray(caps) && caps.every(isObject))(each.caps) &&
  isOr(Array.isArray)(each.multipliers);
const isCampaign = (each: Record<string, unknown>) => isNumber(each.percent) && isMoney(each.budget) && isText(each.when);

/** What of a file the form can show: a section that is written otherwise than it may be is left out, and stays in the file. */
export function valuesOf(plain: unknown): ProgrammeValues {
  if (!isObject(plain)) return {};
  const { currency, ladders, earning, rewards, feedback } = plain;
  const clocks = isObject(feedback) ? feedback.clocks : undefined;
  const tier = (each: Record<string, unknown>) => isNumber(each.reach) && isNumber(each.keep);
  const found: Record<string, unknown> = {
    currency: typeof currency === "string" ? currency : undefined,
    ladders: whole(ladders, (each) => typeof each.basis === "string" && whole(each.tiers, tier) !== undefined),
    earning: isObject(earning) && {
      rules: whole(earning.rules, isRule),
      campaigns: whole(earning.campaigns, isCampaign),
    },
    rewards: isObject(rewards) && { items: whole(rewards.items, () => true) },
    feedback: isObject(clocks) && Object.values(clocks).every(isObject) && { clocks },
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value)) as ProgrammeValues;
}

import { amountText, progressOf } from "../../../h5/src/card/progress.js";
import type { MiniCardQuery, MiniCheckInMutation } from "../generated/documents.js";
import { formatIn, type Format } from "../lib/format.js";
import { texts } from "../lib/texts.js";

/** The card in words; "" and null where there is nothing to say. */
export interface Card {
  readonly hello: string;
  readonly tier: string;
  readonly rate: string;
  /** "" where the points are away. */
  readonly available: string;
  readonly pending: string;
  /** 0 to 100; null where no tier comes next. */
  readonly share: number | null;
  readonly way: readonly string[];
  readonly expiring: readonly string[];
  /** Null where the brand has no check-in. */
  readonly checkIn: CheckIn | null;
}

export interface CheckIn {
  readonly streak: string;
  /** The days that bring the next bonus; "" where none comes. */
  readonly next: string;
  readonly button: string;
  readonly isDone: boolean;
}

export const EXPIRING_DAYS = 30;

export function cardOf({ me }: MiniCardQuery, format: Format): Card {
  const { card } = texts;
  const points = me?.points;
  return {
    hello: card.hello(me?.name ?? ""),
    tier: me?.tier?.name ?? "",
    rate: me?.tier && me.tier.multiplier > 1 ? card.rate(format.number(me.tier.multiplier)) : "",
    available: points ? format.number(points.available) : "",
    pending: points && points.pending > 0 ? card.pending(format.number(points.pending)) : "",
    share: me?.forecast ? (progressOf(me.growth, me.forecast.growthToNext) ?? null) : null,
    way: me ? wayOf(me, format) : [],
    expiring: points?.expiring.map((each) => card.expiring(format.number(each.points), format.shortDay(each.on))) ?? [],
    checkIn: me?.checkIns ? checkInOf(me.checkIns, format) : null,
  };
}

function checkInOf({ checkedInToday, streak, nextBonus }: NonNullable<NonNullable<MiniCardQuery["me"]>["checkIns"]>, format: Format): CheckIn {
  const { checkIn } = texts;
  const next = nextBonus && (nextBonus.asset === "POINTS" ? checkIn.next : checkIn.nextOther);
  return {
    streak: checkIn.streak(format.number(streak)),
    next: nextBonus && next ? next(format.number(nextBonus.inDays), format.number(nextBonus.amount), nextBonus.asset) : "",
    button: checkedInToday ? checkIn.done : checkIn.button,
    isDone: checkedInToday,
  };
}

/** The words to a check-in that was taken. */
export function checkedIn({ streak, checkIn: taken }: NonNullable<MiniCheckInMutation["checkIn"]>): string {
  const { number } = formatIn(undefined);
  const { checkIn } = texts;
  const points = (taken?.awards ?? []).filter(({ asset }) => asset === "POINTS").reduce((sum, { amount }) => sum + amount, 0);
  const said = checkIn.success(number(streak ?? 1));
  return points > 0 ? `${said} · ${checkIn.earned(number(points))}` : said;
}

/** The sentences on the next tier, and on what keeps this one. */
function wayOf({ forecast, tier }: NonNullable<MiniCardQuery["me"]>, format: Format): string[] {
  if (!forecast) return [];
  const { card } = texts;
  const { growthToNext, growthToKeep, judgedOn, nextTier, expectedTier } = forecast;
  const amount = (value: number) => amountText(forecast, value, card.amounts, format);
  const said = [nextTier && growthToNext !== null ? card.toNext(amount(growthToNext), nextTier.name) : card.top];
  if (judgedOn) said.push(growthToKeep > 0 ? card.keep(amount(growthToKeep), format.day(judgedOn)) : card.kept(format.day(judgedOn)));
  if (growthToKeep > 0 && expectedTier && expectedTier.name !== tier?.name) said.push(card.falls(expectedTier.name));
  return said;
}

import { amountText, progressOf } from "../../../h5/src/card/progress.js";
import type { MiniCardQuery } from "../generated/documents.js";
import type { Format } from "../lib/format.js";
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
  };
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

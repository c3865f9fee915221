import type { MiniBasketPreviewQuery, MiniBasketsQuery } from "../generated/documents.js";
import type { Format } from "../lib/format.js";
import { texts } from "../lib/texts.js";

const { wallet, own } = texts;

/** A coupon, and what it would take off; `off` is "" where it is not good for the basket. */
export interface Offer {
  readonly id: string;
  readonly name: string;
  readonly terms: string;
  readonly off: string;
  readonly whyNot: string;
  readonly isChosen: boolean;
  readonly label: string;
}

export interface Quoted {
  readonly sums: readonly { readonly name: string; readonly value: string }[];
  readonly paid: string;
  readonly offers: readonly Offer[];
  /** How many points may pay, in words. */
  readonly pointsHint: string;
}

/** A basket in words; `cancelLabel` is "" unless the member may let it go. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly paid: string;
  readonly back: string;
  readonly state: string;
  readonly when: string;
  readonly cancelLabel: string;
}

export interface Baskets {
  readonly currency: string;
  readonly rows: readonly Row[];
  readonly after: string;
}

export function quotedOf({ basketPreview }: MiniBasketPreviewQuery, currency: string, chosen: readonly string[], format: Format): Quoted {
  if (!basketPreview) return { sums: [], paid: "", offers: [], pointsHint: "" };
  const { quote, offers } = basketPreview;
  const money = (minor: number) => format.money(minor, currency);
  const sums = [{ name: own.basket.price, value: money(quote.amountMinor) }];
  if (quote.discountMinor > 0) sums.push({ name: own.basket.off, value: `-${money(quote.discountMinor)}` });
  if (quote.points > 0) sums.push({ name: own.basket.byPoints(format.number(quote.points)), value: `-${money(quote.pointsMinor)}` });
  if (quote.shippingMinor > 0) sums.push({ name: own.basket.shipping, value: money(quote.shippingMinor) });
  return {
    sums,
    paid: money(quote.paidMinor),
    offers: offers.map(({ coupon, discountMinor, whyNot }) => ({
      id: coupon.id,
      name: coupon.name,
      terms: [coupon.conditions, wallet.until(format.day(coupon.expiresOn))].filter(Boolean).join(" · "),
      off: whyNot ? "" : own.basket.takesOff(money(discountMinor)),
      whyNot: whyNot ? (own.basket.whyNot[whyNot] ?? own.basket.notGood) : "",
      isChosen: chosen.includes(coupon.id),
      label: chosen.includes(coupon.id) ? own.basket.leaveOf(coupon.name) : own.basket.useOf(coupon.name),
    })),
    pointsHint: quote.pointsMost > 0 ? own.basket.pointsMost(format.number(quote.pointsMost), format.number(quote.pointsStep)) : own.basket.noPoints,
  };
}

export function basketsOf({ viewer, baskets }: MiniBasketsQuery, format: Format, before: readonly Row[] = []): Baskets {
  const rows = baskets?.edges.map(({ node }) => rowOf(node, format)) ?? [];
  return {
    currency: viewer?.currencyCode ?? "",
    rows: [...before, ...rows],
    after: baskets?.pageInfo.hasNextPage ? (baskets.pageInfo.endCursor ?? "") : "",
  };
}

type Node = NonNullable<MiniBasketsQuery["baskets"]>["edges"][number]["node"];

function rowOf(basket: Node, format: Format): Row {
  const { id, state, currency, byMember, orderId, createdAt, holdExpiresAt, refundedMinor, returnedPoints, quote } = basket;
  const until = format.dateTime(holdExpiresAt);
  return {
    id,
    title: orderId ? wallet.order(orderId) : wallet.basket,
    paid: wallet.paid(format.money(quote.paidMinor, currency), format.number(quote.points)),
    back: refundedMinor > 0 || returnedPoints > 0 ? wallet.paidBack(format.money(refundedMinor, currency), format.number(returnedPoints)) : "",
    state: wallet.basketStates[state] ?? state,
    when: state === "HELD" ? wallet.basketUntil(until) : format.date(createdAt),
    cancelLabel: state === "HELD" && byMember ? wallet.letGoOf(until) : "",
  };
}

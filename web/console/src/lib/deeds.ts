import type { useFormat } from "./format.js";

/** What a step of a journey gives a member, or which tags it changes. */
export interface Does {
  gift: { couponType: string | null; asset: string | null; amount: number | null } | null;
  /** Left out where a list is too long to ask them for each line of it. */
  tagging?: { add: readonly string[]; remove: readonly string[] } | null;
}

/** It in a few characters, such as `coupon_9_9`, `50 POINTS` or `+student −panel`; "" for none. */
export function whatItDoes({ gift, tagging }: Does, format: Pick<ReturnType<typeof useFormat>, "number">): string {
  if (gift) return gift.couponType ?? `${format.number(gift.amount ?? 1)} ${gift.asset ?? ""}`;
  if (tagging) return [...tagging.add.map((code) => `+${code}`), ...tagging.remove.map((code) => `−${code}`)].join(" ");
  return "";
}

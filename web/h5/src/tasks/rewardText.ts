/** What a step, a task or a streak brings. */
export interface Reward {
  readonly asset: string | null;
  readonly amount: number | null;
  readonly coupon: { readonly name: string } | null;
  readonly badge: { readonly name: string } | null;
}

interface Words {
  readonly points: (amount: string) => string;
  readonly units: (amount: string, asset: string) => string;
  readonly badge: (name: string) => string;
  readonly and: string;
}

/** A reward in words, such as: 30 points, badge Explorer; "" where it brings nothing. */
export function rewardText(reward: Reward | null, words: Words, number: (value: number) => string): string {
  if (!reward) return "";
  const { asset, amount, coupon, badge } = reward;
  const sum = amount !== null && (asset === null || asset === "POINTS" ? words.points(number(amount)) : words.units(number(amount), asset));
  return [sum, coupon?.name, badge && words.badge(badge.name)].filter(Boolean).join(words.and);
}

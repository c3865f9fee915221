import type { MiniRewardsQuery } from "../generated/documents.js";
import type { Format } from "../lib/format.js";
import { language, texts } from "../lib/texts.js";

/** A reward in words. */
export interface Reward {
  readonly code: string;
  readonly name: string;
  readonly price: string;
  readonly terms: readonly string[];
  /** Why this member cannot have it now; "" when nothing hinders. */
  readonly hindrance: string;
  readonly label: string;
  readonly question: string;
}

export interface Rewards {
  readonly available: string;
  readonly rewards: readonly Reward[];
  /** The cursor of the next page; "" on the last one. */
  readonly after: string;
  readonly none: string;
}

export function rewardsOf({ me, rewards: page }: MiniRewardsQuery, format: Format): Rewards {
  const { rewards } = texts;
  const listed = page?.edges.map(({ node }) => rewardOf(node, format)) ?? [];
  return {
    available: me?.points ? rewards.available(format.number(me.points.available)) : "",
    rewards: listed,
    after: page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? "") : "",
    none: page && listed.length === 0 ? rewards.none : "",
  };
}

type Node = NonNullable<MiniRewardsQuery["rewards"]>["edges"][number]["node"];

function rewardOf({ code, name, price, stock, minTier, hindrance }: Node, format: Format): Reward {
  const { rewards } = texts;
  const points = format.number(price);
  const terms = minTier ? [rewards.tier(minTier.name)] : [];
  if (stock !== null) terms.push(rewards.stock(format.number(stock)));
  return {
    code,
    name,
    price: rewards.price(points),
    terms,
    hindrance: hindrance?.message[language] ?? "",
    label: rewards.redeemOf(name),
    question: rewards.ask(name, points),
  };
}

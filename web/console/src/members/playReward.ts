import type { PlayRewardWordsFragment } from "../generated/documents.js";
import { useFormat } from "../lib/format.js";
import { useMessages } from "../lib/messages.js";

/** What a task or a streak brings, in words; empty for nothing. */
export function usePlayReward(): (reward: PlayRewardWordsFragment | null) => string {
  const { books } = useMessages();
  const format = useFormat();
  return (reward) => {
    if (!reward) return "";
    if (reward.coupon) return reward.coupon.name;
    if (reward.badge) return reward.badge.name;
    const asset = reward.asset ?? "";
    return `${format.signed(reward.amount ?? 0)} ${books.assets[asset] ?? asset}`;
  };
}

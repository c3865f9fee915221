"""Eligibility: may a member have a reward now, and what hinders it, from one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.points.activities.domain.standing import Standing
from services.points.context import PointsContext
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.chart_of_accounts import (
    POINTS,
    QUOTA,
    STOCK,
    TAKEN,
    quota_code,
)
from services.points.ledger.domain.record import Versioned
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.limit_for_all import LimitForAll, quota_owner
from services.points.rewards.domain.redemption import RewardUse, use_id
from services.points.rewards.domain.redemption_posting import USE
from services.points.rewards.domain.reward import Applicant, Hindrance, Reward
from services.points.rewards.domain.reward import hindrance as hindrance_of


@dataclass(frozen=True, slots=True)
class Eligibility:
    """For one member at `now`. With an empty `member_id` only what is left is known, and nothing
    hinders.
    """

    programme: Programme
    now: datetime
    member_id: str
    standing: Standing | None
    accounts: Mapping[tuple[str, str], Account]
    uses: Mapping[str, Versioned[RewardUse]]

    def stock(self, reward: Reward) -> int | None:
        """What is left; None when the reward is not limited."""
        if reward.stock is None:
            return None
        account = self.accounts[reward.stock_owner, STOCK]
        return max(0, account.available(self.now))

    def taken(self, reward: Reward) -> int:
        """How many have had it: its confirmed redemptions. Only where the counts were read."""
        return self.accounts[reward.stock_owner, TAKEN].posted

    def remaining(self, reward: Reward) -> list[tuple[LimitForAll, int]]:
        """The reward's limits for all, each with how often they still let it be had."""
        return [
            # Nobody has asked for it yet in a period whose account was never stocked.
            (limit, max(0, account.available(self.now)) if account.sequence else limit.times)
            for limit, account in self._quotas(reward)
        ]

    def unstocked(self, reward: Reward) -> dict[str, int]:
        """What the limits for all allow in periods in which nobody has had the reward, by code."""
        return {
            quota_code(reward.code, limit.period(self.now, self.programme.zone)): limit.times
            for limit, account in self._quotas(reward)
            if not account.sequence
        }

    def _quotas(self, reward: Reward) -> list[tuple[LimitForAll, Account]]:
        zone = self.programme.zone
        return [
            (limit, self.accounts[quota_owner(reward.code, limit.period(self.now, zone)), QUOTA])
            for limit in reward.limits_for_all
        ]

    def use(self, reward: Reward) -> Versioned[RewardUse]:
        """How often the member had this reward, as it was read."""
        return self.uses.get(use_id(self.member_id, reward.code)) or Versioned(RewardUse({}), 0)

    def check(self, reward: Reward) -> None:
        """Raises the hindrance, if there is one."""
        if (hindrance := self.hindrance(reward)) is not None:
            raise hindrance

    def hindrance(self, reward: Reward) -> Hindrance | None:
        """What hinders the member now."""
        if not self.member_id:
            return None
        now, zone = self.now, self.programme.zone
        used = self.use(reward).value
        applicant = Applicant(
            tier=self.programme.tier_of(self.standing),
            available=self.accounts[self.member_id, POINTS].available(now),
            redeemed={limit.per: used.redeemed(limit.per, now, zone) for limit in reward.limits},
            others={
                asset: self.accounts[self.member_id, asset].available(now)
                for asset in reward.other_prices
            },
        )
        none_left = (limit for limit, left in self.remaining(reward) if not left)
        return hindrance_of(
            reward,
            applicant,
            min_tier=self.programme.tier(reward.min_tier),
            stock_available=self.stock(reward),
            all_taken=next(none_left, None),
            now=now,
            zone=zone,
        )


async def read_eligibility(
    ctx: PointsContext,
    programme: Programme,
    member_id: str,
    rewards: Sequence[Reward],
    *,
    counts: bool = False,
) -> Eligibility:
    """Three reads at most, however many rewards. With `counts` it knows how many had each."""
    brand, now = programme.brand, ctx.clock.now()
    names = {(reward.stock_owner, STOCK) for reward in rewards if reward.stock is not None}
    names |= {
        (quota_owner(reward.code, limit.period(now, programme.zone)), QUOTA)
        for reward in rewards
        for limit in reward.limits_for_all
    }
    if counts:
        names |= {(reward.stock_owner, TAKEN) for reward in rewards}
    if member_id:
        paid = {asset for reward in rewards for asset in reward.other_prices}
        names |= {(member_id, asset) for asset in (POINTS, *paid)}
    accounts = await ctx.ledger.account_state(brand, names) if names else {}
    if not member_id:
        return Eligibility(programme, now, member_id, None, accounts, {})
    standing = (await ctx.standings.standings(brand, [member_id])).get(member_id)
    ids = [use_id(member_id, reward.code) for reward in rewards]
    uses = await ctx.ledger.records(brand, USE, ids) if ids else {}
    return Eligibility(programme, now, member_id, standing, accounts, uses)

"""Eligibility: may a member have a reward now, and what hinders it, from one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.points.activities.domain.standing import Standing
from services.points.context import PointsContext
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.chart_of_accounts import POINTS, STOCK
from services.points.ledger.domain.record import Versioned
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.redemption import RewardUse, use_id
from services.points.rewards.domain.redemption_posting import USE
from services.points.rewards.domain.reward import Applicant, Hindrance, Reward
from services.points.rewards.domain.reward import hindrance as hindrance_of


@dataclass(frozen=True, slots=True)
class Eligibility:
    """For one member. With an empty `member_id` only the stock is known, and nothing hinders."""

    ctx: PointsContext
    programme: Programme
    member_id: str
    standing: Standing | None
    accounts: Mapping[tuple[str, str], Account]
    uses: Mapping[str, Versioned[RewardUse]]

    def stock(self, reward: Reward) -> int | None:
        """What is left; None when the reward is not limited."""
        if reward.stock is None:
            return None
        account = self.accounts[reward.stock_owner, STOCK]
        return max(0, account.available(self.ctx.clock.now()))

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
        now, zone = self.ctx.clock.now(), self.programme.zone
        used = self.use(reward).value
        applicant = Applicant(
            tier=self.programme.tier_of(self.standing),
            available=self.accounts[self.member_id, POINTS].available(now),
            redeemed={limit.per: used.redeemed(limit.per, now, zone) for limit in reward.limits},
        )
        return hindrance_of(
            reward,
            applicant,
            min_tier=self.programme.tier(reward.min_tier),
            stock_available=self.stock(reward),
            now=now,
            zone=zone,
        )


async def read_eligibility(
    ctx: PointsContext, programme: Programme, member_id: str, rewards: Sequence[Reward]
) -> Eligibility:
    """Three reads at most, however many rewards."""
    brand = programme.brand
    names = [(reward.stock_owner, STOCK) for reward in rewards if reward.stock is not None]
    names += [(member_id, POINTS)] if member_id else []
    accounts = await ctx.ledger.account_state(brand, names) if names else {}
    if not member_id:
        return Eligibility(ctx, programme, member_id, None, accounts, {})
    standing = (await ctx.standings.standings(brand, [member_id])).get(member_id)
    ids = [use_id(member_id, reward.code) for reward in rewards]
    uses = await ctx.ledger.records(brand, USE, ids) if ids else {}
    return Eligibility(ctx, programme, member_id, standing, accounts, uses)

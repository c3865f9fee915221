"""Redeeming: points and stock are set aside together, or neither is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.common.ids import new_id
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.rewards.commands.eligibility import read_eligibility
from services.points.rewards.commands.giving import confirmed
from services.points.rewards.commands.quotas import begin_periods
from services.points.rewards.domain.catalogue import catalogue
from services.points.rewards.domain.redemption import Redemption
from services.points.rewards.domain.redemption_posting import (
    REDEMPTION,
    asking,
    confirming,
    redeeming,
    redemption_of,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A redemption as it was answered first, and whether this is a repeat."""

    redemption: Redemption
    replayed: bool


async def redeem_reward(
    ctx: PointsContext, brand: str, *, request_id: str, member_id: str, reward_code: str
) -> Answer:
    """Hold the reward's price and one of its stock for the member; take them, if it is immediate.

    Raises ProgrammeMissing, RewardNotFound, RewardUnavailable, TierTooLow, LimitReached,
    OutOfStock, AllTaken, TooFewPoints, TooFewOfAsset, REQUEST_ID_REUSED and OVERLOADED; of an
    immediate one CouponTypeNotFound and CouponTypeEnded too.
    """
    asked = asking(brand, request_id, "redeem", member_id, reward_code)
    begun: dict[str, Redemption] = {}

    async def decide() -> PostingRequest:
        programme = await ctx.programmes.get(brand)
        rewards = catalogue(programme)
        reward = rewards.get(reward_code)
        eligibility = await read_eligibility(ctx, programme, member_id, [reward])
        eligibility.check(reward)
        # A period begins with the first redemption in it: nothing runs at midnight.
        await begin_periods(ctx, programme, eligibility.unstocked(reward))
        now, zone = eligibility.now, programme.zone
        redemption = Redemption.begin(new_id("red"), member_id, reward, rewards, now, zone)
        use = eligibility.use(reward)
        if reward.immediate:
            redemption, instead = await confirmed(ctx, redemption, programme, now, asked.request_id)
            begun[redemption.id] = redemption
            after = use.to(use.value.ended(redemption, now, zone))
            return confirming(asked, Versioned(redemption, 0), after, zone, instead)
        begun[redemption.id] = redemption
        return redeeming(asked, redemption, use.to(use.value.begun(redemption, now)))

    async with ctx.locks.of(brand, member_id):
        posted = await post_decided(
            ctx.ledger, asked, decide, retry_on=(RecordChanged, InsufficientPoints)
        )
    redemption = await written(ctx, posted, begun)
    return Answer(redemption.as_begun(), posted.replayed)


async def written(
    ctx: PointsContext, posted: Posted, decided: Mapping[str, Redemption]
) -> Redemption:
    """The redemption of `posted`: as it was `decided` or, for a repeat, as it is kept."""
    redemption_id = redemption_of(posted.posting)
    if not posted.replayed:
        return decided[redemption_id]
    kept = await ctx.ledger.record(posted.posting.brand, REDEMPTION, redemption_id)
    assert kept is not None, "it is written with its posting"
    return kept.value

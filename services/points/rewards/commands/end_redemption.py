"""Ending a redemption: confirmed with a voucher or what is given instead, or cancelled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.holds import HoldNotFound
from services.points.ledger.domain.posting import Posting, PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme
from services.points.rewards.commands.find_redemption import check_may_see, find_redemption
from services.points.rewards.commands.giving import confirmed
from services.points.rewards.commands.redeem_reward import Answer, written
from services.points.rewards.domain.redemption import (
    Redemption,
    RedemptionEnded,
    RedemptionSpent,
    RedemptionState,
    RewardUse,
    use_id,
)
from services.points.rewards.domain.redemption_posting import (
    USE,
    GivenInstead,
    asking,
    cancelling,
    confirming,
    taking_back,
)

PostingOf = Callable[[Asked, Versioned[Redemption], Versioned[RewardUse], ZoneInfo], PostingRequest]
End = Callable[[Redemption, Programme], Awaitable[Redemption]]


async def confirm_redemption(
    ctx: PointsContext, brand: str, *, request_id: str, redemption_id: str, member_id: str | None
) -> Answer:
    """Take the points, and give the reward's coupon, badge or asset, or issue the voucher.

    `member_id` is the only one whose redemption it may be; None for any of the brand. Raises
    RedemptionNotFound, RedemptionEnded, CouponTypeNotFound, CouponTypeEnded, REQUEST_ID_REUSED and
    OVERLOADED.
    """
    made: dict[str, GivenInstead] = {}

    async def confirm(redemption: Redemption, programme: Programme) -> Redemption:
        ended, instead = await confirmed(
            ctx, redemption, programme, ctx.clock.now(), asked.request_id
        )
        if instead is not None:
            made[redemption.id] = instead
        return ended

    def posting_of(
        asked: Asked, ended: Versioned[Redemption], use: Versioned[RewardUse], zone: ZoneInfo
    ) -> PostingRequest:
        return confirming(asked, ended, use, zone, made.get(ended.value.id))

    asked = asking(brand, request_id, "confirm", redemption_id)
    answer = await _end(ctx, asked, redemption_id, member_id, confirm, posting_of)
    return replace(answer, redemption=answer.redemption.as_confirmed())


async def cancel_redemption(
    ctx: PointsContext, brand: str, *, request_id: str, redemption_id: str, member_id: str | None
) -> Answer:
    """Let points and stock go; of a confirmed one that gave an asset, take that back.

    Arguments and refusals as of `confirm_redemption`; RedemptionSpent too. After a merge
    the survivor gives back what it gave, and gets the price.
    """
    given: dict[str, Posting] = {}

    async def cancel(redemption: Redemption, programme: Programme) -> Redemption:
        if redemption.state is not RedemptionState.CONFIRMED:
            return redemption.cancelled(ctx.clock.now())
        ended = redemption.taken_back()
        posting = await ctx.ledger.posting(brand, redemption.posted_by)
        assert posting is not None, "it credited what the redemption gave"
        given[redemption.id] = posting
        return ended

    def posting_of(
        asked: Asked, ended: Versioned[Redemption], use: Versioned[RewardUse], zone: ZoneInfo
    ) -> PostingRequest:
        posting = given.get(ended.value.id)
        if posting is None:
            return cancelling(asked, ended, use, zone)
        after = use.to(use.value.taken_back(ended.value, zone))
        return taking_back(asked, ended, after, posting)

    asked = asking(brand, request_id, "cancel", redemption_id)
    try:
        return await _end(ctx, asked, redemption_id, member_id, cancel, posting_of)
    except InsufficientPoints as error:
        asset = error.metadata["account"].rpartition("/")[2]
        raise RedemptionSpent(asset) from error


async def _end(
    ctx: PointsContext,
    asked: Asked,
    redemption_id: str,
    member_id: str | None,
    end: End,
    posting_of: PostingOf,
) -> Answer:
    decided: dict[str, Redemption] = {}

    async def decide() -> PostingRequest:
        held = await find_redemption(ctx, asked.brand, redemption_id, member_id)
        programme = await ctx.programmes.get(asked.brand)
        ended = decided[redemption_id] = await end(held.value, programme)
        use = await _use(ctx, asked.brand, ended)
        after = use.value.ended(ended, ctx.clock.now(), programme.zone)
        return posting_of(asked, held.to(ended), use.to(after), programme.zone)

    try:
        posted = await post_decided(ctx.ledger, asked, decide)
    except HoldNotFound as error:
        raise RedemptionEnded(RedemptionState.EXPIRED) from error
    redemption = await written(ctx, posted, decided)
    check_may_see(redemption, member_id)
    return Answer(redemption, posted.replayed)


async def _use(ctx: PointsContext, brand: str, redemption: Redemption) -> Versioned[RewardUse]:
    name = use_id(redemption.member_id, redemption.reward_code)
    use = await ctx.ledger.record(brand, USE, name)
    assert use is not None, "it was written when the redemption began"
    return use

"""Granting: each grant once for ever, within the limits of its coupon type."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.common.errors import Refusal
from services.points.context import PointsContext
from services.points.coupons.commands import new_coupon
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.coupon_posting import (
    COUPON,
    COUPON_COUNT,
    COUPON_ID,
    count_id,
)
from services.points.coupons.domain.section import coupon_section
from services.points.grants.domain.grant import (
    CouponsExhausted,
    Grant,
    GrantBudgetExhausted,
    amount_posting,
    coupon_posting,
)
from services.points.grants.domain.operator_limits import (
    NOTHING_USED,
    USED_BY,
    operator_limits,
    use_id,
    use_record,
)
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.chart_of_accounts import BUDGET
from services.points.ledger.domain.guards import InsufficientPoints
from services.points.ledger.domain.posting import Posted, Posting, PostingRequest, Record
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.validation import AssetUnknown
from services.points.programme.domain.programme import Programme

NONE_YET = Versioned(0, 0)


@dataclass(frozen=True, slots=True)
class Granted:
    """The posting of a grant and the coupon as it was given, or `error`, the refusal."""

    posting: Posting | None = None
    coupon: Coupon | None = None
    replayed: bool = False
    error: Exception | None = None


async def grant_all(ctx: PointsContext, grants: Sequence[Grant]) -> list[Granted]:
    """Give each of `grants`, a result for each. Members do not wait for one another; what an
    operator grants by hand comes in turn, because all of it counts together."""

    async def one(grant: Grant) -> Granted:
        try:
            return await give(ctx, grant)
        except Exception as error:
            if not hasattr(error, "reason"):
                raise
            return Granted(error=error)

    if any(grant.operator for grant in grants):
        return [await one(grant) for grant in grants]
    return list(await asyncio.gather(*map(one, grants)))


async def give(ctx: PointsContext, grant: Grant) -> Granted:
    """Give what `grant` says.

    Raises ProgrammeMissing, MEMBER_NOT_FOUND, CouponTypeNotFound, CouponTypeEnded,
    CouponLimitReached, CouponsExhausted, GrantBudgetExhausted, OperatorLimitReached, AssetUnknown,
    REQUEST_ID_REUSED and OVERLOADED.
    """
    brand = grant.asked.brand
    made: dict[str, Coupon] = {}

    async def decide() -> PostingRequest:
        programme = await ctx.programmes.get(brand)
        known = grant.by_rule or await ctx.standings.standings(brand, [grant.member_id])
        if not known:
            raise Refusal("MEMBER_NOT_FOUND", "nobody enrolled this member", field="member_id")
        if grant.coupon_type:
            return await _coupon_request(ctx, grant, programme, made)
        if grant.asset not in programme.assets:
            raise AssetUnknown("amount.asset", grant.asset)
        return amount_posting(grant, programme, ctx.clock.now())

    async with ctx.locks.of(brand, grant.member_id):
        try:
            posted = await post_decided(ctx.ledger, grant.asked, decide)
        except InsufficientPoints as error:
            if grant.budget is not None and error.metadata["account"].endswith(f"/{BUDGET}"):
                raise GrantBudgetExhausted(grant.budget) from error
            # The only other account that a grant takes from is the stock of the type.
            raise CouponsExhausted(grant.coupon_type) from error
    return Granted(posted.posting, await _given(ctx, posted, made), posted.replayed)


async def _coupon_request(
    ctx: PointsContext, grant: Grant, programme: Programme, made: dict[str, Coupon]
) -> PostingRequest:
    type_ = coupon_section(programme).get(grant.coupon_type)
    name = count_id(grant.member_id, type_.code)
    count = await ctx.ledger.record(programme.brand, COUPON_COUNT, name) or NONE_YET
    now = ctx.clock.now()
    others: tuple[Record, ...] = ()
    if grant.operator:
        day = use_id(grant.operator, now, programme)
        use = await ctx.ledger.record(programme.brand, USED_BY, day) or NOTHING_USED
        others = (use_record(day, use, operator_limits(programme).with_coupon(use.value)),)
    coupon = new_coupon(programme, type_, grant.member_id, now)
    made[coupon.id] = coupon
    return coupon_posting(
        grant, coupon, type_, granted=count.value, version=count.version, others=others
    )


async def _given(ctx: PointsContext, posted: Posted, made: dict[str, Coupon]) -> Coupon | None:
    """The coupon of the posting; of a repeat as it was given, whatever became of it since."""
    coupon_id = posted.posting.metadata.get(COUPON_ID, "")
    if not coupon_id:
        return None
    if coupon_id in made:
        return made[coupon_id]
    kept = await ctx.ledger.record(posted.posting.brand, COUPON, coupon_id)
    assert kept is not None, "it is written with its posting"
    return kept.value.free()

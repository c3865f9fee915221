"""Letting an activity put off the expiry of what its member has."""

from __future__ import annotations

from functools import partial

from services.points.activities.domain.activity import Activity
from services.points.calendar.domain.month import expiry_month
from services.points.context import PointsContext
from services.points.extensions.domain import (
    KEEPS,
    LOTS_AT_ONCE,
    NEVER_KEPT,
    Keeps,
    asking,
    extension_posting,
    put_off,
)
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.account import LOTS_MAX
from services.points.ledger.domain.lots import LotsChanged
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.record import RecordChanged, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Asset, Programme

NO_KEEPS = Versioned(Keeps(), 0)


async def extend_points(ctx: PointsContext, activity: Activity) -> None:
    """Put off what expires before the activities of its member let it, in each asset that says so.

    That is due by an activity that keeps points longer, and after any other that may have earned
    some late, which a later activity keeps. Nothing is written else. Raises ProgrammeMissing,
    REQUEST_ID_REUSED and OVERLOADED.
    """
    programme = await ctx.programmes.get(activity.brand)
    for asset in programme.assets.values():
        if asset.extension is not None:
            async with ctx.locks.of(activity.brand, activity.member_id):
                await _extend(ctx, activity, programme, asset)


async def _extend(
    ctx: PointsContext, activity: Activity, programme: Programme, asset: Asset
) -> None:
    extension, zone = asset.extension, programme.zone
    assert extension is not None
    brand, member_id = activity.brand, activity.member_id
    occurred = min(activity.occurred_at, ctx.clock.now())
    # Who is kept is who did something.
    counts = activity.type in extension.activities and not activity.by_brand
    own = extension.keeps_until(occurred, zone) if counts else NEVER_KEPT
    earned_until = asset.expiry.expires_at(occurred, zone)

    async def decide(asked: Asked, part: int) -> PostingRequest | None:
        known = await ctx.ledger.record(brand, KEEPS, member_id) or NO_KEEPS
        kept = known.value.of(asset.code)
        outlives = earned_until is None or expiry_month(earned_until, zone) >= kept
        if own <= kept and outlives and part == 0:
            return None
        after = known.value.with_month(asset.code, own)
        name = (member_id, asset.code)
        account = (await ctx.ledger.account_state(brand, [name]))[name]
        due = list(put_off(account, extension, after.of(asset.code), ctx.clock.now(), zone))
        if not due and after == known.value:
            return None
        some = due[:LOTS_AT_ONCE]
        return extension_posting(asked, activity, account, some, known.to(after))

    for part in range(LOTS_MAX // LOTS_AT_ONCE + 1):
        asked = asking(activity, asset.code, part)
        posted = await post_decided(
            ctx.ledger, asked, partial(decide, asked, part), retry_on=(RecordChanged, LotsChanged)
        )
        # A repeat ends where the first attempt did, whatever came into the account since.
        if not isinstance(posted, Posted):
            return
        if sum(entry.amount < 0 for entry in posted.posting.entries) < LOTS_AT_ONCE:
            return

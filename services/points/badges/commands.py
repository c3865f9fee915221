"""Giving badges: for activities as they count, and for a tier as a member comes to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.standing import TierChanged
from services.points.badges.domain.badge_posting import (
    BADGES,
    asking_activity,
    asking_tier,
    badge_posting,
    naming,
)
from services.points.badges.domain.held import MemberBadges
from services.points.badges.domain.section import badge_section
from services.points.badges.domain.status import BadgeStatus, badge_status
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme

FactsOf = Callable[[PointsContext, Activity, Programme], Awaitable[Mapping[str, Any]]]
"""The facts of an activity that conditions see: those that rules of earning see of it."""
NO_BADGES = Versioned(MemberBadges(), 0)


async def count_activity(ctx: PointsContext, activity: Activity, facts_of: FactsOf) -> None:
    """Count `activity` for the badges whose condition it meets, and give those that are full.

    Nothing is written where it counts for none that the member lacks. Raises ProgrammeMissing,
    REQUEST_ID_REUSED and OVERLOADED.
    """
    programme = await ctx.programmes.get(activity.brand)
    looking = badge_section(programme).on(activity.type)
    if not looking:
        return
    facts = await facts_of(ctx, activity, programme)
    met = [badge for badge in looking if badge.meets(facts)]
    if not met:
        return
    asked = asking_activity(activity)

    async def decide() -> PostingRequest | None:
        known = await badges_of(ctx, activity.brand, activity.member_id)
        if not known.value.lacks(met):
            return None
        at = min(activity.occurred_at, ctx.clock.now())
        given = known.value.with_activity(met, at, programme.zone)
        return badge_posting(asked, activity.member_id, given, known.version, at, naming(activity))

    async with ctx.locks.of(activity.brand, activity.member_id):
        await post_decided(ctx.ledger, asked, decide)


async def give_for_tier(ctx: PointsContext, change: TierChanged) -> None:
    """Give the badges that the tier of `change` brings by itself.

    Nothing is written where the member has them all. Raises ProgrammeMissing and OVERLOADED.
    """
    programme = await ctx.programmes.get(change.brand)
    tier = programme.tier(change.tier.code)
    brought = badge_section(programme).at_rank(tier.rank) if tier else ()
    if not brought:
        return
    asked = asking_tier(change)

    async def decide() -> PostingRequest | None:
        known = await badges_of(ctx, change.brand, change.member_id)
        if not known.value.lacks(brought):
            return None
        at = min(change.since, ctx.clock.now())
        given = known.value.given(brought, at, programme.zone)
        why = {"tier": change.tier.code}
        return badge_posting(asked, change.member_id, given, known.version, at, why)

    async with ctx.locks.of(change.brand, change.member_id):
        await post_decided(ctx.ledger, asked, decide)


async def badge_statuses(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, Sequence[BadgeStatus]]:
    """How each badge of the programme stands for each member; none where it has no section.

    One read, however many members.
    """
    try:
        programme = await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return {}
    section = badge_section(programme)
    if not section.offered:
        return {}
    known = await ctx.ledger.records(brand, BADGES, member_ids)
    now = ctx.clock.now()
    return {
        member_id: badge_status(known.get(member_id, NO_BADGES).value, section, now)
        for member_id in member_ids
    }


async def badges_of(ctx: PointsContext, brand: str, member_id: str) -> Versioned[MemberBadges]:
    """What the member has, with the version to write over."""
    return await ctx.ledger.record(brand, BADGES, member_id) or NO_BADGES

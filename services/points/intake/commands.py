"""Following members: programmes, enrolments, tiers and facts are taken over, activities act.

Every effect is idempotent, so events may come again after a crash. An activity
that is refused for good is kept in the ledger as a record of kind `refused`; a
refusal that may pass is raised, and the events come again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from services.common import telemetry
from services.common.brand_config import ProgrammeUnreadable
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberUnmerged, TierChanged
from services.points.badges.commands import FactsOf, count_activity, give_for_tier
from services.points.benefits.commands.granting import grant_due
from services.points.brand_events.commands.attendance import follow_attendance
from services.points.brand_events.domain.section import event_stock
from services.points.check_in.commands import record_check_in
from services.points.context import PointsContext
from services.points.coupons.domain.section import coupon_stock
from services.points.earning.commands import activity_facts, award_activities, is_given_back
from services.points.earning.domain.refused_activity import refusal
from services.points.extensions.commands import extend_points
from services.points.intake.domain import MemberEvent, Step, effect_order
from services.points.ledger.domain.posting import Refused
from services.points.ledger.domain.refusal import is_final
from services.points.lottery.domain.section import prize_stock
from services.points.merges.commands.moving import merge_member
from services.points.merges.commands.undoing import unmerge_member
from services.points.privacy.commands import forget_member
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import refund_all, refund_waiting
from services.points.rewards.commands.quotas import raise_quotas
from services.points.rewards.domain.catalogue import limited_stock
from services.points.stock.commands import stock_rewards
from services.points.tasks.commands.rewarding import (
    count_for_streaks,
    count_for_tasks,
    take_back,
)

_log = telemetry.log("follow_members")

Item = TypeVar("Item", bound=Activity)


class PublicationUnreadable(Exception):
    """A publication can't take effect; the programme in force before it stays so."""


async def follow_members(ctx: PointsContext, events: Sequence[MemberEvent]) -> None:
    """Let `events` take effect, in an order that keeps each member's own."""
    for step in effect_order(events):
        for published in step.programmes:
            await _publish(ctx, published)
        for merged in step.merges:
            if isinstance(merged, MemberUnmerged):
                await unmerge_member(ctx, merged)
            else:
                await merge_member(ctx, merged)
        if step.enrolments:
            await ctx.standings.enrol(step.enrolments)
        if step.tiers:
            await ctx.standings.change_tiers(step.tiers)
        if step.facts:
            await ctx.standings.change_facts(step.facts)
        for erased in step.erased:
            await forget_member(ctx, erased)
        if step.tiers:
            await _give_badges(ctx, step.tiers)
        await _grant_benefits(ctx, step)
        await _act(ctx, step)


async def _grant_benefits(ctx: PointsContext, step: Step) -> None:
    """Grant what the members' tiers give them now: by an enrolment, the lowest tier's."""
    by_brand: dict[str, set[str]] = defaultdict(set)
    told = [(each.brand, each.member_id) for each in step.enrolments]
    told += [(each.brand, each.member_id) for each in step.tiers]
    for brand, member_id in told:
        by_brand[brand].add(member_id)
    for brand, member_ids in by_brand.items():
        await grant_due(ctx, brand, member_ids)


async def _publish(ctx: PointsContext, published: ProgrammePublished) -> None:
    try:
        programme = await ctx.programmes.publish(published)
    except ProgrammeUnreadable as error:
        raise PublicationUnreadable(str(error)) from error
    limited = {
        **limited_stock(programme),
        **coupon_stock(programme),
        **prize_stock(programme),
        **event_stock(programme),
    }
    await stock_rewards(ctx, programme, limited)
    await raise_quotas(ctx, programme)


async def _act(ctx: PointsContext, step: Step) -> None:
    """Award and refund. In a step no member has both, so neither waits for the other."""
    # Of a member who was merged, also in a step before this one, they are the survivor's.
    awards, refunds = map(ctx.of_survivor, step.awards), map(ctx.of_survivor, step.refunds)
    awarding = [_award(ctx, brand, own) for brand, own in _by_brand(awards)]
    refunding = [_refund(ctx, brand, own) for brand, own in _by_brand(refunds)]
    await asyncio.gather(*awarding, *refunding)


async def _award(ctx: PointsContext, brand: str, activities: Sequence[Activity]) -> None:
    try:
        outcomes = await award_activities(ctx, brand, activities, refund_waiting)
    except ProgrammeMissing as error:
        await _refuse(ctx, [(activity, error) for activity in activities])
        return
    await _refuse(ctx, [(o.activity, o.error) for o in outcomes if o.error is not None])
    awarded = [outcome.activity for outcome in outcomes if outcome.error is None]
    await _record_check_ins(ctx, [a for a in awarded if a.type is ActivityType.CHECK_IN])
    await _refuse(ctx, await after_awards(ctx, awarded))


async def after_awards(
    ctx: PointsContext, awarded: Sequence[Activity]
) -> Sequence[tuple[Activity, Exception]]:
    """Let awarded activities count for seats of events, badges, streaks and tasks, and put off the
    expiry of points. Those that are refused, with the first refusal; a repeat changes nothing.

    What one room refuses counts for the others all the same.
    """

    async def count(activity: Activity) -> None:
        facts_of = _read_once(activity_facts)
        refusal: Exception | None = None
        for counted in (
            partial(follow_attendance, ctx, activity),
            partial(count_activity, ctx, activity, facts_of),
            partial(count_for_streaks, ctx, activity, facts_of),
            partial(count_for_tasks, ctx, activity, facts_of, is_given_back),
            partial(extend_points, ctx, activity),
        ):
            try:
                await counted()
            except Exception as error:
                if not is_final(error):
                    raise
                refusal = refusal or error
        if refusal is not None:
            raise refusal

    return await _each_member(awarded, count)


def _read_once(facts_of: FactsOf) -> FactsOf:
    """`facts_of` for one activity: the first room that asks reads them for the others too."""
    known: dict[int, Mapping[str, Any]] = {}

    async def once(
        ctx: PointsContext, activity: Activity, programme: Programme
    ) -> Mapping[str, Any]:
        if programme.version not in known:
            known[programme.version] = await facts_of(ctx, activity, programme)
        return known[programme.version]

    return once


async def _give_badges(ctx: PointsContext, changes: Sequence[TierChanged]) -> None:
    async def give(change: TierChanged) -> None:
        # A brand without a programme has no badges.
        with suppress(ProgrammeMissing):
            await give_for_tier(ctx, change)

    await asyncio.gather(*map(give, changes))


async def _record_check_ins(ctx: PointsContext, check_ins: Sequence[Activity]) -> None:
    async def record(check_in: Activity) -> None:
        await record_check_in(ctx, check_in)

    await _refuse(ctx, await _each_member(check_ins, record))


async def _each_member(
    activities: Sequence[Activity], effect: Callable[[Activity], Awaitable[None]]
) -> Sequence[tuple[Activity, Exception]]:
    """Let each activity have its effect, those of one member in their order; the refused ones.

    Members do not wait for one another: each posting waits for its commit.
    """
    refused: list[tuple[Activity, Exception]] = []
    by_member: dict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        by_member[activity.member_id].append(activity)

    async def in_order(own: Sequence[Activity]) -> None:
        for activity in own:
            try:
                await effect(activity)
            except Exception as error:
                if not hasattr(error, "reason"):
                    raise
                refused.append((activity, error))

    await asyncio.gather(*map(in_order, by_member.values()))
    return refused


async def _refund(ctx: PointsContext, brand: str, refunds: Sequence[Activity]) -> None:
    try:
        outcomes = await refund_all(ctx, brand, refunds)
    except ProgrammeMissing as error:
        await _refuse(ctx, [(refund, error) for refund in refunds])
        return
    await _refuse(ctx, [(o.refund, o.error) for o in outcomes if o.error is not None])

    async def forget(refund: Activity) -> None:
        await take_back(ctx, refund, is_given_back)

    done = [outcome.refund for outcome in outcomes if outcome.error is None]
    await _refuse(ctx, await _each_member(done, forget))


async def _refuse(ctx: PointsContext, refused: Sequence[tuple[Activity, Exception]]) -> None:
    for activity, error in refused:
        if not is_final(error):
            raise error
        _log.warning(
            "activity_refused",
            reason=getattr(error, "reason", ""),
            brand=activity.brand,
            activity=activity.key,
            error=str(error),
        )
    if refused:
        now = ctx.clock.now()
        notes = [refusal(activity, error, now) for activity, error in refused]
        for result in await ctx.ledger.post_all(notes):
            if isinstance(result, Refused) and not is_final(result.error):
                raise result.error


def _by_brand(activities: Iterable[Item]) -> Iterable[tuple[str, list[Item]]]:
    by_brand: dict[str, list[Item]] = defaultdict(list)
    for activity in activities:
        by_brand[activity.brand].append(activity)
    return by_brand.items()

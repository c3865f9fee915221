"""Following members: programmes, enrolments, tiers and facts are taken over, activities act.

Every effect is idempotent, so events may come again after a crash. An activity
that is refused for good is kept in the ledger as a record of kind `refused`; a
refusal that may pass is raised, and the events come again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from services.common import telemetry
from services.common.brand_config import ProgrammeUnreadable
from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.check_in.commands import record_check_in
from services.points.context import PointsContext
from services.points.coupons.domain.section import coupon_stock
from services.points.earning.commands import award_activities
from services.points.earning.domain.refused_activity import refusal
from services.points.intake.domain import MemberEvent, Step, effect_order
from services.points.ledger.domain.posting import Refused
from services.points.ledger.domain.refusal import is_final
from services.points.lottery.domain.section import prize_stock
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import refund_all, refund_waiting
from services.points.rewards.domain.catalogue import limited_stock
from services.points.stock.commands import stock_rewards

_log = telemetry.log("follow_members")

Item = TypeVar("Item", bound=Activity)


class PublicationUnreadable(Exception):
    """A publication can't take effect; the programme in force before it stays so."""


async def follow_members(ctx: PointsContext, events: Sequence[MemberEvent]) -> None:
    """Let `events` take effect, in an order that keeps each member's own."""
    for step in effect_order(events):
        for published in step.programmes:
            await _publish(ctx, published)
        if step.enrolments:
            await ctx.standings.enrol(step.enrolments)
        if step.tiers:
            await ctx.standings.change_tiers(step.tiers)
        if step.facts:
            await ctx.standings.change_facts(step.facts)
        await _act(ctx, step)


async def _publish(ctx: PointsContext, published: ProgrammePublished) -> None:
    try:
        programme = await ctx.programmes.publish(published)
    except ProgrammeUnreadable as error:
        raise PublicationUnreadable(str(error)) from error
    limited = {
        **limited_stock(programme),
        **coupon_stock(programme),
        **prize_stock(programme),
    }
    await stock_rewards(ctx, programme, limited)


async def _act(ctx: PointsContext, step: Step) -> None:
    """Award and refund. In a step no member has both, so neither waits for the other."""
    awarding = [_award(ctx, brand, own) for brand, own in _by_brand(step.awards)]
    refunding = [_refund(ctx, brand, own) for brand, own in _by_brand(step.refunds)]
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


async def _record_check_ins(ctx: PointsContext, check_ins: Sequence[Activity]) -> None:
    """Record the days. Members do not wait for one another: each posting waits for its commit."""
    by_member: dict[str, list[Activity]] = defaultdict(list)
    for check_in in check_ins:
        by_member[check_in.member_id].append(check_in)

    async def record(own: Sequence[Activity]) -> None:
        for check_in in own:
            try:
                await record_check_in(ctx, check_in)
            except Exception as error:
                if not hasattr(error, "reason"):
                    raise
                await _refuse(ctx, [(check_in, error)])

    await asyncio.gather(*map(record, by_member.values()))


async def _refund(ctx: PointsContext, brand: str, refunds: Sequence[Activity]) -> None:
    try:
        outcomes = await refund_all(ctx, brand, refunds)
    except ProgrammeMissing as error:
        await _refuse(ctx, [(refund, error) for refund in refunds])
        return
    await _refuse(ctx, [(o.refund, o.error) for o in outcomes if o.error is not None])


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

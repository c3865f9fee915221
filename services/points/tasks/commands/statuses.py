"""How chains and streaks stand for members now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from services.points.activities.domain.standing import Standing
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing
from services.points.programme.domain.programme import Programme
from services.points.tasks.commands.rewarding import NO_STREAKS, NO_TASKS
from services.points.tasks.domain.chain import task_section
from services.points.tasks.domain.reward_posting import STREAKS, TASKS
from services.points.tasks.domain.status import (
    ChainStatus,
    StreakStatus,
    chain_statuses,
    streak_statuses,
)
from services.points.tasks.domain.streak import streak_section


async def task_statuses(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, Sequence[ChainStatus]]:
    """The chains of each member; none where the programme has no section.

    Two reads at most, however many members.
    """
    programme = await _programme(ctx, brand)
    if programme is None or not task_section(programme).offered:
        return {}
    section = task_section(programme)
    known = await ctx.ledger.records(brand, TASKS, member_ids)
    standings: Mapping[str, Standing] = {}
    if section.needs_enrolment:
        standings = await ctx.standings.standings(brand, member_ids)
    now = ctx.clock.now()
    return {
        member_id: tuple(
            chain_statuses(
                known.get(member_id, NO_TASKS).value,
                section,
                _enrolled_on(standings.get(member_id), programme),
                now,
                programme.zone,
            )
        )
        for member_id in member_ids
    }


async def streaks_of(
    ctx: PointsContext, brand: str, member_ids: Collection[str]
) -> Mapping[str, Sequence[StreakStatus]]:
    """The streaks of each member; none where the programme has no section. One read."""
    programme = await _programme(ctx, brand)
    if programme is None or not streak_section(programme).offered:
        return {}
    section = streak_section(programme)
    known = await ctx.ledger.records(brand, STREAKS, member_ids)
    today = local_day(ctx.clock.now(), programme.zone)
    return {
        member_id: tuple(streak_statuses(known.get(member_id, NO_STREAKS).value, section, today))
        for member_id in member_ids
    }


async def _programme(ctx: PointsContext, brand: str) -> Programme | None:
    try:
        return await ctx.programmes.get(brand)
    except ProgrammeMissing:
        return None


def _enrolled_on(standing: Standing | None, programme: Programme) -> date | None:
    return standing.enrolled_on(programme.zone) if standing else None

"""Measure the effect of a fix: choose who is compared on its day, and look at them later."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from services.common.clock import Clock
from services.feedback.follow_up.domain.effect import (
    MEASURED_AFTER_DAYS,
    WHOLE_DAYS,
    ActiveDays,
    CohortMember,
    Effect,
    Measure,
    Span,
    Stratum,
    chosen,
    next_measure,
    orders_class,
)
from services.feedback.follow_up.domain.fix import Fix
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme
from services.feedback.timers.domain import Timer

REPORTERS_MAX = 20_000
CANDIDATES_MAX = 40_000
OTHERS_MAX = 20_000
TIMES = 10
"""So many others at most are compared with one who reported."""
TOGETHER = 500
LATE_ACTIVITIES = timedelta(hours=6)
"""How long after the end of a day its activities may still come."""


class Days(Protocol):
    """On which days members did something."""

    async def keep(self, days: Mapping[tuple[str, str], ActiveDays]) -> None: ...

    async def of(self, brand: str, member_ids: Collection[str]) -> Mapping[str, ActiveDays]: ...

    async def erased(self, brand: str, member_ids: Collection[str]) -> set[str]: ...


class Cohorts(Protocol):
    """Who is compared for a fix."""

    async def reporters(self, fix: Fix, limit: int) -> Sequence[str]:
        """Members who reported what is fixed, in any order."""
        ...

    def members(self, fix: Fix, limit: int) -> AsyncIterator[Sequence[str]]:
        """Members of the brand in slices, spread evenly: of two fixes not the same."""
        ...

    async def tiers(
        self, brand: str, member_ids: Collection[str], before: datetime
    ) -> Mapping[str, str]:
        """The tiers of those who were members before that time and are not erased."""
        ...

    async def keep(self, timer: Timer, members: Sequence[CohortMember], again: datetime) -> bool:
        """In one transaction, delete `timer`, keep the cohort and set the timer for `again`:
        whether it took the timer."""
        ...

    def of(self, fix: Fix) -> AsyncIterator[Sequence[CohortMember]]:
        """The cohort in slices; nothing before it is kept."""
        ...

    async def measured(self, timer: Timer, effect: Effect | None, again: datetime | None) -> bool:
        """In one transaction, delete `timer`, keep the effect, and set the timer for `again`;
        without it, let the cohort go. Whether it took the timer."""
        ...

    async def fix_of(self, timer: Timer) -> Fix | None: ...


@dataclass(frozen=True)
class MeasureContext:
    """What measuring works with."""

    cohorts: Cohorts
    days: Days
    programmes: Programmes
    clock: Clock


@dataclass(frozen=True, slots=True)
class Done:
    """An activity of a member at an instant."""

    brand: str
    member_id: str
    at: datetime
    is_order: bool


async def keep_days(ctx: MeasureContext, done: Sequence[Done]) -> None:
    """Keep on which days of the brand's calendar members did something; a repeat is no news."""
    zones = {brand: await _zone(ctx, brand) for brand in sorted({each.brand for each in done})}
    found: dict[tuple[str, str], tuple[set[date], set[date]]] = {}
    for each in done:
        active, ordered = found.setdefault((each.brand, each.member_id), (set(), set()))
        day = each.at.astimezone(zones[each.brand]).date()
        active.add(day)
        if each.is_order:
            ordered.add(day)
    days = {key: ActiveDays(frozenset(a), frozenset(o)) for key, (a, o) in found.items()}
    await ctx.days.keep(days)


async def choose_cohorts(ctx: MeasureContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Choose who is compared for the fixes of `timers`: which timers this worker took."""
    return [timer for timer in timers if await _choose(ctx, timer)]


async def _choose(ctx: MeasureContext, timer: Timer) -> bool:
    fix = await ctx.cohorts.fix_of(timer)
    if fix is None:
        return await ctx.cohorts.measured(timer, None, None)
    zone = await _zone(ctx, fix.brand)
    span = Span(_day(fix, zone), WHOLE_DAYS)
    reporters = await ctx.cohorts.reporters(fix, REPORTERS_MAX)
    candidates = await _candidates(ctx, fix, span, zone, reporters, reported=True)
    known = set(reporters)
    async for ids in ctx.cohorts.members(fix, CANDIDATES_MAX):
        others = [each for each in ids if each not in known]
        candidates += await _candidates(ctx, fix, span, zone, others, reported=False)
    cohort = chosen(candidates, OTHERS_MAX, TIMES)
    again = _due(fix, zone, MEASURED_AFTER_DAYS[0])
    return await ctx.cohorts.keep(timer, cohort, again)


async def _candidates(
    ctx: MeasureContext,
    fix: Fix,
    span: Span,
    zone: ZoneInfo,
    member_ids: Sequence[str],
    *,
    reported: bool,
) -> list[CohortMember]:
    """Those who were members during the whole time before, in the order of `member_ids`."""
    begin = _start(span.day - timedelta(days=span.days), zone)
    found: list[CohortMember] = []
    for start in range(0, len(member_ids), TOGETHER):
        ids = member_ids[start : start + TOGETHER]
        tiers = await ctx.cohorts.tiers(fix.brand, ids, begin)
        days = await ctx.days.of(fix.brand, tiers)
        for id_ in ids:
            if id_ in tiers:
                ordered = days[id_].ordered if id_ in days else frozenset()
                count = sum(map(span.is_before, ordered))
                stratum = Stratum(tiers[id_], orders_class(count))
                found.append(CohortMember(id_, reported, stratum))
    return found


async def measure_effects(ctx: MeasureContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Measure the effects of the fixes of `timers`: which timers this worker took."""
    return [timer for timer in timers if await _measure(ctx, timer)]


async def _measure(ctx: MeasureContext, timer: Timer) -> bool:
    fix = await ctx.cohorts.fix_of(timer)
    if fix is None:
        return await ctx.cohorts.measured(timer, None, None)
    zone = await _zone(ctx, fix.brand)
    day = _day(fix, zone)
    over = (ctx.clock.now() - LATE_ACTIVITIES).astimezone(zone).date() - day
    days = min(WHOLE_DAYS, over.days - 1)
    measure = Measure(Span(day, days))
    async for members in ctx.cohorts.of(fix):
        ids = [each.member_id for each in members]
        known, gone = await ctx.days.of(fix.brand, ids), await ctx.days.erased(fix.brand, ids)
        for member in members:
            if member.member_id not in gone:
                measure.add(member, known.get(member.member_id, ActiveDays()))
    effect = measure.effect(_start(day + timedelta(days=days + 1), zone))
    upcoming = next_measure(days)
    again = None if upcoming is None else _due(fix, zone, upcoming)
    return await ctx.cohorts.measured(timer, effect, again)


def _due(fix: Fix, zone: ZoneInfo, days: int) -> datetime:
    """When so many whole days after the fix are over, and their activities are there."""
    return _start(_day(fix, zone) + timedelta(days=days + 1), zone) + LATE_ACTIVITIES


def _day(fix: Fix, zone: ZoneInfo) -> date:
    return fix.announced_at.astimezone(zone).date()


def _start(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


async def _zone(ctx: MeasureContext, brand: str) -> ZoneInfo:
    programme = await ctx.programmes.of(brand)
    return (programme or Programme(brand)).zone

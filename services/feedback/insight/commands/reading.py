"""What operators read: the board, series, cohorts, funnels, alarms and reports."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.common import audit
from services.common.errors import Refusal, invalid
from services.common.written_once import Asked
from services.feedback.insight.commands.numbers import (
    InsightContext,
    numbers,
    numbers_of_store,
)
from services.feedback.insight.domain.alarms import (
    Alarm,
    AlarmState,
    Note,
)
from services.feedback.insight.domain.cohorts import OFFSETS, Cohort, cohorts
from services.feedback.insight.domain.funnel import Done, Funnel, Passage, passage
from services.feedback.insight.domain.metrics import Metric, Number
from services.feedback.insight.domain.period import (
    DAY,
    Grain,
    Period,
    last_complete,
    periods,
    starts_at,
)
from services.feedback.insight.domain.section import Insight
from services.feedback.insight.domain.standing import Standing, Target, standing

PERIODS_MAX = 400
COHORT_DAYS_MAX = 92
FUNNEL_DAYS_MAX = 92


@dataclass(frozen=True, slots=True)
class Tile:
    """A metric on the board: its number of the last day that is over, and of a week before."""

    metric: Metric
    period: Period
    number: Number | None
    before: Number | None
    target: Target | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Point:
    """A number of a period."""

    period: Period
    number: Number | None
    complete: bool
    restated: bool


async def tiles_of(
    ctx: InsightContext, brand: str, codes: Sequence[str]
) -> tuple[list[Tile], datetime]:
    """The metrics of a board, and as of when they are."""
    section, today = await ctx.section(brand), await ctx.today(brand)
    metrics = [section.metrics[code] for code in codes]
    day = last_complete(Grain.DAY, today)
    before = Period(Grain.DAY, day.first - 7 * DAY)
    [then] = await numbers(ctx, brand, metrics, [before])
    [found] = await numbers(ctx, brand, metrics, [day])
    as_of, now = await ctx.as_of(brand), ctx.clock.now()
    tiles = []
    for metric in metrics:
        number, target = found[metric.code], section.targets.get(metric.code)
        colour = standing(metric, number, target, as_of, now)
        tiles.append(Tile(metric, day, number, then[metric.code], target, colour))
    return tiles, as_of


@dataclass(frozen=True, slots=True)
class SeriesAsked:
    """Which numbers: of a metric, by period, of all stores or of one."""

    metric: str
    grain: Grain
    since: date
    until: date
    store_id: str = ""


def told_metric(section: Insight, code: str, grain: Grain, store_id: str) -> Metric:
    """A metric that is told so. Raises METRIC_NOT_FOUND and refusals of fields."""
    metric = section.metrics.get(code)
    if metric is None:
        raise Refusal("METRIC_NOT_FOUND", f"no metric {code}")
    if grain not in metric.grains:
        raise invalid("grain", f"{code} is told by {' and '.join(metric.grains)}")
    if store_id and not metric.by_store:
        raise invalid("store_id", f"{code} is not told by store")
    return metric


async def series(ctx: InsightContext, brand: str, asked: SeriesAsked) -> tuple[Metric, list[Point]]:
    """The numbers of a metric, the oldest first. Raises METRIC_NOT_FOUND and refusals of fields."""
    metric = told_metric(await ctx.section(brand), asked.metric, asked.grain, asked.store_id)
    today = await ctx.today(brand)
    wanted = periods(asked.grain, asked.since, min(asked.until, today))
    if len(wanted) > PERIODS_MAX:
        raise invalid("until_day", f"at most {PERIODS_MAX} periods")
    if asked.store_id:
        found = await numbers_of_store(ctx, brand, metric, wanted, asked.store_id)
    else:
        found = [each[metric.code] for each in await numbers(ctx, brand, [metric], wanted)]
    reports = await ctx.told.reports(brand, asked.grain, None, PERIODS_MAX) if found else []
    restated = {
        each.period.first
        for each in reports
        if any(one.metric == metric.code for one in each.restatements)
    }
    return metric, [
        Point(period, number, period.complete(today), period.first in restated)
        for period, number in zip(wanted, found, strict=True)
    ]


async def cohort_table(
    ctx: InsightContext, brand: str, since: date, until: date
) -> tuple[list[Cohort], datetime]:
    """The cohorts of members who enrolled in since … until, and as of when. Raises refusals."""
    if (until - since).days >= COHORT_DAYS_MAX:
        raise invalid("until_day", f"at most {COHORT_DAYS_MAX} days")
    today = await ctx.today(brand)
    days = await ctx.buckets.buckets(brand, Grain.DAY, since, until + timedelta(days=max(OFFSETS)))
    return cohorts(since, min(until, today), today, days), await ctx.as_of(brand)


@dataclass(frozen=True, slots=True)
class Entries:
    """A funnel's first steps that were taken on since … until, from `first` to before `end`."""

    funnel: Funnel
    since: date
    until: date
    first: datetime
    end: datetime

    def done(
        self, ctx: InsightContext, brand: str, behind: str = ""
    ) -> AsyncGenerator[tuple[str, Sequence[Done]]]:
        """What each member did who may have taken it, by their ids from behind one."""
        last, kinds = self.until + self.funnel.window + DAY, set(self.funnel.steps)
        return ctx.happenings.done(brand, kinds, self.since, last, behind)


async def entries(ctx: InsightContext, brand: str, code: str, since: date, until: date) -> Entries:
    """The funnel and its days. Raises FUNNEL_NOT_FOUND and refusals of fields."""
    funnel = (await ctx.section(brand)).funnels.get(code)
    if funnel is None:
        raise Refusal("FUNNEL_NOT_FOUND", f"no funnel {code}")
    if (until - since).days >= FUNNEL_DAYS_MAX:
        raise invalid("until_day", f"at most {FUNNEL_DAYS_MAX} days")
    zone = (await ctx.programme(brand)).zone
    return Entries(funnel, since, until, starts_at(since, zone), starts_at(until + DAY, zone))


async def walk_funnel(
    ctx: InsightContext, brand: str, code: str, since: date, until: date
) -> tuple[Funnel, Passage, datetime]:
    """How members passed who entered in since … until. Raises FUNNEL_NOT_FOUND and refusals."""
    entered = await entries(ctx, brand, code, since, until)
    members = [done async for _, done in entered.done(ctx, brand)]
    found = passage(entered.funnel, members, entered.first, entered.end, ctx.clock.now())
    return entered.funnel, found, await ctx.as_of(brand)


async def move_alarm(
    ctx: InsightContext, write: Asked, alarm_id: str, note: Note
) -> tuple[Alarm, bool]:
    """Move an alarm on, with words; and whether the request did so before.

    Raises AlarmNotFound, AlarmMoved and a REQUEST_ID_REUSED refusal.
    """

    def change(alarm: Alarm) -> Alarm:
        alarm.check_move(note.state)
        audit.changed(
            before={"state": alarm.state.value},
            after={"alarm": alarm.id, "state": note.state.value},
        )
        return replace(alarm, state=note.state, notes=(*alarm.notes, note))

    return await ctx.told.move_alarm(write, alarm_id, change)


async def open_alarms(ctx: InsightContext, brand: str) -> Sequence[Alarm]:
    """Alarms that nobody took yet; at most 30."""
    found = await ctx.told.alarms(brand, "", 30, open_only=True)
    return [each for each in found if each.state is AlarmState.OPEN]

"""The daily round: alarms on numbers that changed, what thresholds do about them, and reports whose
hour has come."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import date, timedelta

from services.common.civil_calendar import ChinaDay, china_day
from services.common.telemetry import log
from services.feedback.insight.commands.acquiring import returns_of
from services.feedback.insight.commands.acting import (
    act,
    acts_on_change,
    alarm_id,
    missed_targets,
)
from services.feedback.insight.commands.numbers import InsightContext, numbers
from services.feedback.insight.domain.acquisition import RETURN_DAYS, ROI
from services.feedback.insight.domain.alarms import (
    WEEKS,
    Alarm,
    AlarmRules,
    days_to_look_at,
    finding,
)
from services.feedback.insight.domain.metrics import Metric
from services.feedback.insight.domain.period import Grain, Period, period_of
from services.feedback.insight.domain.report import Report, due
from services.feedback.insight.domain.report_message import messages_of
from services.feedback.insight.domain.section import Insight
from services.feedback.journeys.commands.context import JourneysContext

BRANDS_AT_ONCE = 200
DAY = timedelta(days=1)
MONTHS_LOOKED_AT = 3
GRACE = timedelta(hours=1)
"""After midnight the day's last activities still arrive."""

_log = log("feedback.insight")


async def tell_all(ctx: InsightContext, journeys: JourneysContext) -> None:
    """Tell every brand. One that fails is told in the log, and stops no other."""
    after = ""
    while brands := await ctx.programmes.brands(after, BRANDS_AT_ONCE):
        for brand in brands:
            try:
                await tell(ctx, journeys, brand)
            except Exception as error:
                _log.error("insight_not_told", brand=brand, error=repr(error))
        after = brands[-1]


async def tell(ctx: InsightContext, journeys: JourneysContext, brand: str) -> None:
    """Look for alarms at each day that is over and was not looked at, let thresholds act on them,
    and make the reports that are due."""
    section = await ctx.section(brand)
    looks = section.alarms is not None or bool(section.thresholds)
    if not looks and not section.reports:
        return
    programme = await ctx.programme(brand)
    now = ctx.clock.now()
    if await ctx.as_of(brand) < now - GRACE:
        return  # It waits for the happenings.
    first = await ctx.buckets.first_day(brand)
    if first is None:
        return
    for grain in section.reports:
        period = due(grain, now, programme.zone)
        if period.until > first:
            # One that fails is made by the next round, and keeps nothing below from its turn.
            await _tried(_report(ctx, brand, section, period), brand, f"report of a {grain}")
    if not looks:
        return
    yesterday = (now - GRACE).astimezone(programme.zone).date() - DAY
    days = days_to_look_at(await ctx.told.looked(brand), yesterday)
    whole = True
    if days and section.alarms is not None:
        channels = _look_at_channels(ctx, brand, section, yesterday + DAY)
        whole = await _tried(channels, brand, "channels")
    for day in days:
        looked = await _tried(_look_at(ctx, journeys, brand, section, day, first), brand, str(day))
        # The next round begins with what failed, and finds no alarm of the days behind it twice.
        whole = whole and looked
        if whole:
            await ctx.told.has_looked(brand, day)


async def _tried(work: Awaitable[None], brand: str, part: str) -> bool:
    """Whether that part of a brand's round was done; why not is told in the log."""
    try:
        await work
    except Exception as error:
        _log.error("insight_part_not_told", brand=brand, part=part, error=repr(error))
        return False
    return True


async def _look_at(
    ctx: InsightContext,
    journeys: JourneysContext,
    brand: str,
    section: Insight,
    day: date,
    first: date,
) -> None:
    """Keep the alarms of a day, and let thresholds act; `first` is the first day of the brand."""
    if section.alarms is not None:
        await _look(ctx, brand, section, section.alarms, day, first)
    for alarm in await missed_targets(ctx, brand, section, day):
        await ctx.told.add_alarm(alarm)
    await act(ctx, journeys, brand)


async def _report(ctx: InsightContext, brand: str, section: Insight, period: Period) -> None:
    if await ctx.told.report(brand, period) is None:
        metrics = [section.metrics[code] for code in section.reported]
        [found] = await numbers(ctx, brand, metrics, [period])
        told = {metric.code: found[metric.code] for metric in _told_for(metrics, period.grain)}
        now = ctx.clock.now()
        messages = messages_of(section.recipients, period.grain, now)
        await ctx.told.add_report(Report(brand, period, now, told, messages=messages))


def _told_for(metrics: list[Metric], grain: Grain) -> list[Metric]:
    return [metric for metric in metrics if grain in metric.grains]


async def _look(
    ctx: InsightContext,
    brand: str,
    section: Insight,
    rules: AlarmRules,
    day: date,
    first: date,
) -> None:
    """Look at a day's changes; `first` is the first day that the brand has."""
    metrics = [section.metrics[code] for code in section.watched]
    weeks = [day - 7 * week * DAY for week in range(1, WEEKS + 1)]
    before = [each for each in weeks if each > first and _sort(each) == _sort(day)]
    [today, *past] = [
        (await numbers(ctx, brand, metrics, [Period(Grain.DAY, each)]))[0]
        for each in (day, *before)
    ]
    now = ctx.clock.now()
    for metric in metrics:
        known = [each for one in past if (each := one[metric.code]) is not None]
        found = finding(metric, today[metric.code], known, rules)
        if found is not None:
            named = alarm_id(day, metric)
            alarm = Alarm(named, brand, metric.code, day, found, now, now + rules.clock)
            acts = await acts_on_change(ctx, section, alarm, metric)
            await ctx.told.add_alarm(replace(alarm, acts=acts))


async def _look_at_channels(ctx: InsightContext, brand: str, section: Insight, today: date) -> None:
    """Channels whose return fell short, of the latest months whose 90 days are over. A cost that is
    told later finds them later."""
    if not section.acquisition or section.alarms is None:
        return
    last = period_of(Grain.MONTH, today - timedelta(days=RETURN_DAYS)).before
    first = last
    for _ in range(MONTHS_LOOKED_AT - 1):
        first = first.before
    now = ctx.clock.now()
    answer_by = now + section.alarms.clock
    for each in await returns_of(ctx, brand, first.first, last.first):
        found, month = each.finding(today), each.month.first
        if found is not None:
            code = each.channel.code
            named = f"{month.isoformat()}-{ROI.code}-{code}"
            alarm = Alarm(named, brand, ROI.code, month, found, now, answer_by, channel=code)
            await ctx.told.add_alarm(alarm)


def _sort(day: date) -> ChinaDay:
    """Holidays and days worked instead are compared with their like alone."""
    return china_day(day) or ChinaDay.USUAL

"""Counts periods again whose happenings changed, and tells reports what they now say otherwise."""

from collections.abc import Mapping
from datetime import timedelta

from services.feedback.insight.commands.crediting import credit
from services.feedback.insight.commands.numbers import InsightContext, numbers
from services.feedback.insight.domain.period import Grain, Period

AT_ONCE = 200
REPORTS_MAX = 40
AGAIN_AFTER: Mapping[Grain, int] = {Grain.DAY: 1, Grain.WEEK: 20, Grain.MONTH: 60}
"""A period that goes on changing is counted again after so many pauses: longer ones read more."""


class Counting:
    """The job that counts."""

    def __init__(self, ctx: InsightContext, pause: timedelta) -> None:
        self._ctx = ctx
        self._pause = pause

    async def count_due(self) -> int:
        """Count what is due: how many periods."""
        ctx, began = self._ctx, self._ctx.clock.now()
        marks = await ctx.happenings.marked(began, AT_ONCE)
        for mark in marks:
            await self.count(mark.brand, mark.period)
        for mark in marks:
            await restate(ctx, mark.brand, mark.period)
        # Last: whoever is stopped before counts them again.
        for mark in marks:
            again_at = ctx.clock.now() + self._pause * AGAIN_AFTER[mark.period.grain]
            await ctx.happenings.counted(mark, began, again_at)
        return len(marks)

    async def count(self, brand: str, period: Period) -> None:
        """Count a period's happenings, and replace its bucket."""
        ctx = self._ctx
        as_of = ctx.clock.now()
        await ctx.buckets.put(brand, await ctx.buckets.count(brand, period), as_of)
        if period.grain is Grain.DAY:
            await credit(ctx, brand, period.first)


async def restate(ctx: InsightContext, brand: str, period: Period) -> None:
    """Tell the reports that `period` is in the numbers that are others by now: its own report, and
    the latest of those after it, which count what came together before."""
    own = await ctx.told.report(brand, period)
    latest = await ctx.told.reports(brand, period.grain, None, REPORTS_MAX)
    later = [each for each in latest if each.period.first > period.first]
    known = (await ctx.section(brand)).metrics
    for report in [own, *later] if own else later:
        metrics = [known[code] for code in report.numbers if code in known]
        [found] = await numbers(ctx, brand, metrics, [report.period])
        restated = report.restated(found, ctx.clock.now())
        if restated:
            await ctx.told.restate(brand, report.period, restated, len(report.restatements))

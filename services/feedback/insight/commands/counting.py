"""Counts periods again whose happenings changed, and tells reports what they now say otherwise."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.insight.commands.crediting import credit
from services.feedback.insight.commands.numbers import InsightContext, numbers
from services.feedback.insight.domain.bucket import Mark
from services.feedback.insight.domain.period import Grain, Period

AT_ONCE = 200
REPORTS_MAX = 40
AGAIN_AFTER: Mapping[Grain, int] = {Grain.DAY: 1, Grain.WEEK: 20, Grain.MONTH: 60}
"""A period that goes on changing is counted again after so many pauses: longer ones read more."""
FAILED_WAIT = timedelta(minutes=5)
"""How long a period waits that could not be counted; those behind it go on."""

_log = log("feedback.insight")


async def _always() -> bool:
    return True


class Counting:
    """The job that counts. `goes_on` renews its lease, and is False once it is another worker's."""

    def __init__(
        self,
        ctx: InsightContext,
        pause: timedelta,
        goes_on: Callable[[], Awaitable[bool]] = _always,
    ) -> None:
        self._ctx = ctx
        self._pause = pause
        self._goes_on = goes_on

    async def count_due(self) -> int:
        """Count what is due: how many periods. One that fails is told in the log, and comes again
        later. Raises what passes by itself."""
        ctx, began = self._ctx, self._ctx.clock.now()
        marks: Sequence[Mark] = await ctx.happenings.marked(began, AT_ONCE)
        marks = await self._done(marks, self.count)
        marks = await self._done(marks, partial(restate, ctx))
        # Last: whoever is stopped before counts them again.
        for mark in marks:
            again_at = ctx.clock.now() + self._pause * AGAIN_AFTER[mark.period.grain]
            await ctx.happenings.counted(mark, began, again_at)
        return len(marks)

    async def _done(
        self, marks: Sequence[Mark], work: Callable[[str, Period], Awaitable[None]]
    ) -> list[Mark]:
        """Those of `marks` for which `work` is done, as long as the lease is ours."""
        done: list[Mark] = []
        for mark in marks:
            if not await self._goes_on():
                break
            try:
                await work(mark.brand, mark.period)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                period = f"{mark.period.grain}/{mark.period.first}"
                _log.error("period_waits", brand=mark.brand, period=period, error=repr(error))
                await self._ctx.happenings.postpone(mark, self._ctx.clock.now() + FAILED_WAIT)
            else:
                done.append(mark)
        return done

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

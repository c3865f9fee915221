"""Counts all buckets of a brand again: to compare them with what is kept, or to replace them."""

from collections.abc import AsyncIterator
from datetime import date

from services.feedback.insight.commands.counting import Counting
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.period import Grain, Period, periods


async def every_period(ctx: InsightContext, brand: str) -> list[Period]:
    """All periods with a happening, up to today."""
    first = await ctx.buckets.first_day(brand)
    if first is None:
        return []
    today: date = await ctx.today(brand)
    return [period for grain in Grain for period in periods(grain, first, today)]


async def differing(ctx: InsightContext, brand: str) -> AsyncIterator[Period]:
    """The periods whose bucket is not what their happenings add up to."""
    for period in await every_period(ctx, brand):
        kept = await ctx.buckets.buckets(brand, period.grain, period.first, period.first)
        counted = await ctx.buckets.count(brand, period)
        found = kept.get(period.first)
        # A period without a happening of its own may be kept, or not.
        if found != counted and (found or counted.kinds):
            yield period


async def rebuild(ctx: InsightContext, counting: Counting, brand: str) -> int:
    """Count every period again: how many."""
    found = await every_period(ctx, brand)
    for period in found:
        await counting.count(brand, period)
    return len(found)

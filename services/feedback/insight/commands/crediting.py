"""Puts orders down to the messages before them, and measures what messages brought."""

from dataclasses import dataclass
from datetime import date, datetime

from services.common.errors import invalid
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.attribution import (
    LOOKBACK,
    Lift,
    Model,
    Source,
    attributed,
    lift,
)
from services.feedback.insight.domain.period import DAY, starts_at

DAYS_MAX = 92
MEMBERS_AT_ONCE = 1_000


async def credit(ctx: InsightContext, brand: str, day: date) -> None:
    """Count the credits of a day's orders again."""
    sold = await ctx.credits.sold(brand, day)
    sums: dict[Model, dict[Source, int]] = {model: {} for model in Model}
    if sold:
        since, until = min(each.at for each in sold), max(each.at for each in sold)
        members = {each.member_id for each in sold}
        touched = await ctx.credits.touched(brand, members, since - LOOKBACK, until)
        for each in sold:
            found = attributed(each, touched.get(each.member_id, ()))
            for model, by_source in found.items():
                for source, minor in by_source.items():
                    sums[model][source] = sums[model].get(source, 0) + minor
    await ctx.credits.put(brand, day, sums)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Net money of orders by source, the most first; and what was shown beside it."""

    model: Model
    credits: tuple[tuple[Source, int], ...]
    lift: Lift | None
    as_of: datetime


async def attribution(
    ctx: InsightContext, brand: str, model: Model, since: date, until: date
) -> Attribution:
    """What the orders of since … until are put down to. Raises refusals of fields."""
    if (until - since).days >= DAYS_MAX:
        raise invalid("until_day", f"at most {DAYS_MAX} days")
    sums = await ctx.credits.sums(brand, model, since, until)
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
    zone = (await ctx.programme(brand)).zone
    shown = await _lift(ctx, brand, starts_at(since, zone), starts_at(until + DAY, zone))
    return Attribution(model, tuple(ordered), shown, await ctx.as_of(brand))


async def _lift(ctx: InsightContext, brand: str, since: datetime, until: datetime) -> Lift | None:
    counts = {False: [0, 0], True: [0, 0]}
    waiting: dict[bool, dict[str, datetime]] = {False: {}, True: {}}

    async def count(held: bool) -> None:
        counts[held][0] += await ctx.credits.buyers(brand, waiting[held], LOOKBACK)
        counts[held][1] += len(waiting[held])
        waiting[held] = {}

    async for member_id, held, at in ctx.credits.groups(brand, since, until):
        waiting[held][member_id] = at
        if len(waiting[held]) >= MEMBERS_AT_ONCE:
            await count(held)
    for held in waiting:
        await count(held)
    (reached, all_reached), (ordered, all_held) = counts[False], counts[True]
    return lift((reached, all_reached), (ordered, all_held))

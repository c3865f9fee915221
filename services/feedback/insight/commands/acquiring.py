"""What members of each channel cost and brought, and the costs that operators tell."""

from collections.abc import Mapping
from datetime import date

from services.common import audit
from services.common.errors import Refusal, invalid
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.acquisition import Return, returns
from services.feedback.insight.domain.period import Grain, Period, periods

MONTHS_MAX = 24


async def returns_of(ctx: InsightContext, brand: str, first: date, last: date) -> list[Return]:
    """The returns of the months from `first` to `last`, which are first days. Raises refusals."""
    channels = list((await ctx.section(brand)).acquisition.values())
    months = list(periods(Grain.MONTH, first, last))
    if len(months) > MONTHS_MAX:
        raise invalid("until_month", f"at most {MONTHS_MAX} months")
    if not channels or not months:
        return []
    sources = {source for channel in channels for source in channel.sources}
    until = months[-1].until
    acquired = await ctx.acquisition.acquired(brand, sources, first, until)
    return returns(channels, months, acquired, await ctx.acquisition.costs(brand, first, until))


async def put_costs(
    ctx: InsightContext,
    brand: str,
    request: tuple[str, bytes],
    month: date,
    costs: Mapping[str, int],
) -> bool:
    """Keep what channels cost in a month, in the place of what was told before: True for a repeat.

    Raises refusals of fields, ACQUISITION_CHANNEL_NOT_FOUND and REQUEST_ID_REUSED.
    """
    known = (await ctx.section(brand)).acquisition
    unknown = next((each for each in costs if each not in known), None)
    if unknown is not None:
        told = {"channel": unknown[:48]}
        raise Refusal("ACQUISITION_CHANNEL_NOT_FOUND", field="costs", metadata=told)
    if month > await ctx.today(brand):
        raise invalid("month", "has not begun")
    before = await ctx.acquisition.costs(brand, month, Period(Grain.MONTH, month).until)
    told = {code: str(minor) for code, minor in costs.items()}
    audit.changed(
        before={code: str(before[code, month]) for code in costs if (code, month) in before},
        after={"month": f"{month:%Y-%m}", **told},
    )
    return await ctx.acquisition.put_costs(brand, *request, month, costs)

"""The members behind a number of a metric, or at a step of a funnel."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

from services.common.errors import Refusal, invalid
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.commands.reading import entries, told_metric
from services.feedback.insight.domain.behind import Found, Question
from services.feedback.insight.domain.funnel import reached_step
from services.feedback.insight.domain.period import Grain, period_of


@dataclass(frozen=True, slots=True)
class NumberAsked:
    """A metric's number of the period of a day, of all stores or of one; with `below`, what stands
    below its line."""

    metric: str
    grain: Grain
    day: date
    store_id: str = ""
    below: bool = False


@dataclass(frozen=True, slots=True)
class StepAsked:
    """Those who came to a step of a funnel, from 1, and took the first one in since … until."""

    funnel: str
    since: date
    until: date
    step: int


async def question(ctx: InsightContext, brand: str, asked: NumberAsked) -> Question:
    """Whom a number counts. Raises METRIC_NOT_FOUND, METRIC_WITHOUT_MEMBERS, refusals of fields."""
    section = await ctx.section(brand)
    metric = told_metric(section, asked.metric, asked.grain, asked.store_id)
    behind = metric.below if asked.below else metric.above
    if behind is None:
        raise Refusal("METRIC_WITHOUT_MEMBERS", f"{metric.code} counts nobody in particular")
    return behind.of(period_of(asked.grain, asked.day), asked.store_id)


async def members_at_step(
    ctx: InsightContext, brand: str, asked: StepAsked, after: str, most: int
) -> Sequence[Found]:
    """The members who came to a step, by their ids, from behind `after`. Raises FUNNEL_NOT_FOUND
    and refusals of fields."""
    entered = await entries(ctx, brand, asked.funnel, asked.since, asked.until)
    funnel = entered.funnel
    if not 1 <= asked.step <= len(funnel.steps):
        raise invalid("step", f"1 to {len(funnel.steps)}")
    found: list[Found] = []
    async with aclosing(entered.done(ctx, brand, after)) as members:
        async for member_id, done in members:
            if reached_step(funnel, done, entered.first, entered.end) >= asked.step:
                found.append(Found(member_id))
            if len(found) == most:
                break
    return found

"""Judging the pressure on a brand's members, once for each day."""

from collections.abc import Sequence

from services.feedback.reach.commands.context import ReachContext, rules_of
from services.feedback.reach.commands.store import TakenTimers
from services.feedback.reach.domain.pressure import (
    Brake,
    PressureState,
    after,
    missing,
    settled_day,
)
from services.feedback.reach.domain.section import Pressure
from services.feedback.timers.domain import Timer


async def judge_pressure(
    ctx: ReachContext, taken: TakenTimers, timers: Sequence[Timer]
) -> Sequence[Timer]:
    """Judge the days that the brands of `timers` miss. A repeat changes nothing."""
    for brand in sorted({timer.brand for timer in timers}):
        await _judge(ctx, brand)
    return await taken.take(timers)


async def _judge(ctx: ReachContext, brand: str) -> None:
    rules = await rules_of(ctx, brand)
    by_days = {rule.days: rule for rule in rules.reach.pressure}
    if not by_days:
        return
    state = await ctx.pressure.of(brand)
    for day in missing(state, settled_day(ctx.clock.now(), rules.zone)):
        measured = await ctx.pressure.measure(brand, day, by_days, rules.zone)
        before = state.brakes or {}
        brakes = {
            each.days: after(by_days[each.days], before.get(each.days), each) for each in measured
        }
        state = PressureState(day, brakes)
        await ctx.pressure.keep(brand, state)


async def tell_pressure(ctx: ReachContext, brand: str) -> Sequence[tuple[Pressure, Brake | None]]:
    """The brakes of the programme in force, each as it was judged last."""
    rules = await rules_of(ctx, brand)
    state = await ctx.pressure.of(brand)
    return [(rule, (state.brakes or {}).get(rule.days)) for rule in rules.reach.pressure]

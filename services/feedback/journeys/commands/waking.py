"""Steps that are due: members go on."""

from collections.abc import Sequence

from services.feedback.audience.domain import Reached
from services.feedback.journeys.commands.context import (
    JourneyRules,
    JourneysContext,
    journey_rules,
    kept,
    subject_of,
)
from services.feedback.journeys.domain.entry import Entry
from services.feedback.journeys.domain.keeping import Kept
from services.feedback.journeys.domain.walk import woken
from services.feedback.timers.domain import Timer


async def wake_due(ctx: JourneysContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Let the members of `timers` go on: which timers this worker took."""
    now = ctx.reach.clock.now()
    known: dict[str, JourneyRules] = {}

    async def wake(brand: str, entry: Entry, reached: Reached | None) -> Kept:
        if brand not in known:
            known[brand] = await journey_rules(ctx, brand)
        rules = known[brand]
        subject = await subject_of(ctx, reached, rules)
        journey = rules.journeys.get(entry.journey)
        return kept(woken(journey, entry, subject, rules.rules, now), rules.rules, now)

    return await ctx.entries.wake(timers, wake)


async def go_on(ctx: JourneysContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Let those go on whose journeys were resumed, slice by slice: which timers were taken."""
    return await ctx.entries.go_on(timers)

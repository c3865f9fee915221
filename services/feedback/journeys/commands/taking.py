"""What members tell: who enters a journey by it, and whose journey it ends."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from services.feedback.journeys.commands.context import (
    JourneyRules,
    JourneysContext,
    journey_rules,
    kept,
    subject_of,
)
from services.feedback.journeys.domain.entry import End, Entry
from services.feedback.journeys.domain.keeping import Kept, Standing
from services.feedback.journeys.domain.section import Journey
from services.feedback.journeys.domain.walk import (
    Event,
    Moved,
    ends,
    entered,
    heard,
    takes_in,
    woken,
)
from services.feedback.reach.commands.wishing import Happened

MEMBERS_MAX = 50
"""Members of one transaction."""


async def take(ctx: JourneysContext, happened: Sequence[Happened]) -> None:
    """Let members enter journeys, or leave them, by what happened; a repeat changes nothing."""
    for brand in sorted({each.brand for each in happened}):
        rules = await journey_rules(ctx, brand)
        own = [each for each in happened if each.brand == brand and _concerns(each, rules)]
        # Sorting keeps the order of each member's events.
        by_member = {
            member_id: list(events)
            for member_id, events in groupby(
                sorted(own, key=lambda each: each.member_id), key=lambda each: each.member_id
            )
        }
        members = sorted(by_member)
        for start in range(0, len(members), MEMBERS_MAX):
            slice_ = members[start : start + MEMBERS_MAX]
            await ctx.entries.take(brand, slice_, partial(_decided, ctx, rules, by_member))


def _concerns(happened: Happened, rules: JourneyRules) -> bool:
    return any(
        trigger.is_on(happened.occasion)
        for journey in rules.journeys.values()
        for trigger in journey.triggers
    )


async def _decided(
    ctx: JourneysContext,
    rules: JourneyRules,
    happened: Mapping[str, Sequence[Happened]],
    standing: Standing,
) -> list[Kept]:
    now = ctx.reach.clock.now()
    subject = await subject_of(ctx, standing.reached, rules)
    latest = dict(standing.latest)
    changed: dict[str, Kept] = {}

    def keep(after: Kept) -> None:
        known = changed.get(after.entry.id)
        touches = (*(known.touches if known else ()), *after.touches)
        exposures = (*(known.exposures if known else ()), *after.exposures)
        deeds = (*(known.deeds if known else ()), *after.deeds)
        changed[after.entry.id] = Kept(after.entry, touches, exposures, deeds)
        latest[after.entry.journey] = after.entry

    def _heard(journey: Journey, before: Entry, event: Event, is_paused: bool) -> Moved | None:
        met = heard(journey, before, event, subject, rules.rules, now, is_paused=is_paused)
        # On a journey that is paused its timer is due at once, and sets the entry aside.
        if met is None or is_paused:
            return met
        return met.and_then(woken(journey, met.entry, subject, rules.rules, now))

    for each in happened[standing.member_id]:
        event = Event(each.source_id, each.at, each.occasion, each.activity)
        for code, journey in rules.journeys.items():
            before: Entry | None = latest.get(code)
            if before is not None and ends(journey, before, event, subject, rules.rules):
                keep(Kept(before.ended(End.UNTIL, now)))
            elif code not in standing.paused and takes_in(
                journey, before, event, subject, rules.rules, now
            ):
                member_id = standing.member_id
                moved = entered(journey, event, member_id, subject, rules.rules, now)
                keep(kept(moved, rules.rules, now))
            elif before is not None:
                moved_on = _heard(journey, before, event, code in standing.paused)
                if moved_on is not None:
                    keep(kept(moved_on, rules.rules, now))
    return list(changed.values())

"""Takes messages that went out into happenings: reach keeps them in this database, and tells of
none by the feed."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from services.common.clock import Clock
from services.feedback.insight.commands.ports import GoneOutTouches, Heard
from services.feedback.insight.commands.taking import Taking
from services.feedback.insight.domain.gone_out import Place

AT_ONCE = 1_000
SETTLED_AFTER = timedelta(minutes=2)
"""A transaction of reach lives a minute at most, and clocks of workers differ by less: behind that
nothing comes that stands before."""


async def take_messages_out(
    taking: Taking,
    touches: GoneOutTouches,
    heard: Heard,
    clock: Clock,
    goes_on: Callable[[], Awaitable[bool]],
) -> int:
    """Take what went out since the last time, as far as members are `heard`: how many. It stops
    once `goes_on` is False."""
    heard_at = await heard.heard_at()
    if heard_at is None:
        return 0  # The zones of brands come by the feed of members.
    until = min(heard_at, clock.now() - SETTLED_AFTER)
    place, taken = await touches.place(), 0
    while await goes_on():
        found = await touches.behind(place, until, AT_ONCE)
        await taking.take([happening for each in found for happening in each.happenings()])
        taken += len(found)
        is_last = len(found) < AT_ONCE
        seen = found[-1].place if found else place
        place = max(seen, Place(until)) if is_last else seen
        await touches.counted(place)
        if is_last:
            break
    return taken

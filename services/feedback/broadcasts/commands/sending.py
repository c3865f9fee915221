"""Going through the members of a broadcast, slice by slice."""

from collections.abc import Sequence
from dataclasses import replace

from services.common.errors import Refusal
from services.common.telemetry import log
from services.feedback.broadcasts.commands.desk import BroadcastDesk
from services.feedback.broadcasts.domain.broadcast import Broadcast, Page, Slice, State, slice_of
from services.feedback.reach.commands.context import rules_of
from services.feedback.reach.domain.switched_off import LOOK_AGAIN_AFTER
from services.feedback.timers.domain import Timer

_log = log("feedback.broadcasts")


async def send_slices(desk: BroadcastDesk, timers: Sequence[Timer]) -> Sequence[Timer]:
    """The next slice of each broadcast of `timers`: which timers this worker took.

    Raises what passes by itself while members is away.
    """
    return [timer for timer in timers if await _send_slice(desk, timer)]


async def _send_slice(desk: BroadcastDesk, timer: Timer) -> bool:
    before = await desk.broadcasts.find(timer.brand, timer.key)
    if before is None or before.state is not State.SENDING:
        return await desk.broadcasts.end_open(timer)
    now = desk.reach.clock.now()
    page = await _page(desk, before)
    if page is None:
        gone = replace(before, state=State.STOPPED, ended_at=now)
        return await desk.broadcasts.go_through(timer, before, gone, Slice(()))
    rules = await rules_of(desk.reach, timer.brand)
    if not rules.off.keys().isdisjoint(before.messages):
        # Its place stays, and its members get the message once it is on again.
        return await desk.broadcasts.wait(timer, now + LOOK_AGAIN_AFTER)
    if cause := before.change_to(await desk.content(before, rules), len(page.members)):
        _log.warning("broadcast_changed", brand=timer.brand, broadcast=before.id, cause=cause)
        return await desk.broadcasts.go_through(
            timer, before, before.changed(cause, now), Slice(())
        )
    running = None
    if before.comparison is not None:
        running = await desk.broadcasts.experiment(before)
    meant = slice_of(before, running, page.members, rules.reach, now)
    after = before.gone_through(len(page.members), page.next_place, now)
    return await desk.broadcasts.go_through(timer, before, after, meant)


async def _page(desk: BroadcastDesk, broadcast: Broadcast) -> Page | None:
    """None where the segment is gone."""
    try:
        return await desk.segments.page(broadcast.brand, broadcast.segment, broadcast.place)
    except Refusal as refusal:
        if refusal.reason != "SEGMENT_NOT_FOUND":
            raise
        return None


async def end_open(desk: BroadcastDesk, timers: Sequence[Timer]) -> Sequence[Timer]:
    """End what stopped broadcasts did not hand over, a slice each: which timers were taken."""
    return [timer for timer in timers if await desk.broadcasts.end_open(timer)]

"""The job of events: it moves members up, and settles who did not come.

It may run twice, late, or at once on many: each posting takes effect once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from services.common import telemetry
from services.points.brand_events.commands.reading import as_it_stands, find_sign_up, rooms_of
from services.points.brand_events.commands.signing_up import move_up
from services.points.brand_events.domain.section import BrandEvent, brand_events
from services.points.brand_events.domain.sign_up_posting import (
    SIGN_UP,
    asking_end,
    ending,
    postponing,
)
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import PostingRequest
from services.points.programme.commands import ProgrammeMissing

_log = telemetry.log("brand_events")

SLICE = 200
FAILED_MAX = 5_000
"""Of more in one round, the rest waits for the next."""
PAUSE_S = 30.0


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""
        ...


async def settle_brand(ctx: PointsContext, brand: str, lease: Lease) -> int:
    """Move members up where seats are free, then settle what is due; how many were settled.

    An event whose seats can't be given, and a sign-up that can't be settled, are told in the log
    and stop no other.
    """
    await _seat_all(ctx, brand, brand_events(await ctx.programmes.get(brand)).all, lease)
    settled, failed = 0, set[str]()
    while await lease.acquire():
        # Those that failed are due still, and are asked for beside a slice of others.
        limit = SLICE + len(failed)
        found = await ctx.ledger.due_records(brand, SIGN_UP, ctx.clock.now(), limit)
        for sign_up_id in [each.value.id for each in found if each.value.id not in failed]:
            try:
                settled += await settle(ctx, brand, sign_up_id)
            except Exception as error:
                failed.add(sign_up_id)
                _log.error("not_settled", brand=brand, sign_up=sign_up_id, error=repr(error))
        if len(found) < limit or len(failed) > FAILED_MAX:
            break
    return settled


async def _seat_all(
    ctx: PointsContext, brand: str, events: Sequence[BrandEvent], lease: Lease
) -> None:
    for event in events:
        try:
            room, _ = (await rooms_of(ctx, brand, [event]))[event.code]
            if room.seats and room.waiting and await lease.acquire():
                await move_up(ctx, brand, event.code)
        except Exception as error:
            _log.error("seats_wait", brand=brand, event_code=event.code, error=repr(error))


async def settle(ctx: PointsContext, brand: str, sign_up_id: str) -> bool:
    """End a sign-up whose event is over. One whose event was put off goes on. Whether it ended."""
    ended: list[bool] = []

    async def decide() -> PostingRequest | None:
        known = await find_sign_up(ctx, brand, sign_up_id)
        before, now = known.sign_up.value, ctx.clock.now()
        if not before.is_open:
            return None
        timed = await as_it_stands(ctx, brand, before, now)
        ends = timed.terms.settled_at <= now
        ended[:] = [ends]
        asked = asking_end(brand, sign_up_id, known.sign_up.version)
        if not ends:
            return postponing(asked, before, known._replace(sign_up=known.sign_up.to(timed)))
        after = known._replace(sign_up=known.sign_up.to(timed.settled(now)))
        return ending(asked, before, after)

    posted = await post_decided(ctx.ledger, None, decide)
    return posted is not None and ended == [True]


async def settle_all(ctx: PointsContext, lease: Lease) -> int:
    """Settle every brand. One that fails is told in the log and stops no other."""
    settled = 0
    for brand in await ctx.ledger.brands():
        try:
            settled += await settle_brand(ctx, brand, lease)
        except ProgrammeMissing:
            continue
        except Exception as error:
            _log.error("brand_events_wait", brand=brand, error=repr(error))
    return settled


class EventsJob:
    """Settles, again and again, on the worker that holds the lease."""

    def __init__(self, ctx: PointsContext, lease: Lease, pause_s: float = PAUSE_S) -> None:
        self._ctx = ctx
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            if await self._lease.acquire():
                await settle_all(self._ctx, self._lease)
            await asyncio.sleep(self._pause_s)

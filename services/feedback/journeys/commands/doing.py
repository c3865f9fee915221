"""Deeds that are due: gifts of points, and tags of members, each once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.feedback.journeys.domain.deed import Deed, wait_after
from services.feedback.timers.domain import Timer


class Deeds(Protocol):
    """Deeds of all brands; each call names one, and never shows another's."""

    async def asked(self, brand: str, ids: Collection[str]) -> Sequence[Deed]:
        """Those of `ids` that nobody did yet."""
        ...

    async def end(self, timers: Sequence[Timer], ended: Sequence[Deed]) -> Sequence[Timer]:
        """In one transaction take `timers` and keep what became of their deeds: which it took."""
        ...

    async def postpone(self, timer: Timer, until: datetime) -> None:
        """Let a timer come again."""
        ...


class Doors(Protocol):
    """The services that do deeds, each once for its id, for ever."""

    async def do(self, brand: str, deeds: Sequence[Deed]) -> Mapping[str, str]:
        """Why each was refused, by its id; "" for one that was done, now or before. Raises what
        passes by itself."""
        ...


@dataclass(frozen=True)
class DoingContext:
    deeds: Deeds
    doors: Doors
    clock: Clock


async def do_due(ctx: DoingContext, timers: Sequence[Timer]) -> Sequence[Timer]:
    """Do the deeds of `timers`: which of them this worker took.

    A worker that ends between the two asks again, and the service knows the deed by its id. Raises
    what passes by itself while points or members is away; then all of it comes again.
    """
    now, ended, over = ctx.clock.now(), list[Deed](), list[Timer]()
    for brand in sorted({timer.brand for timer in timers}):
        own = {timer.key: timer for timer in timers if timer.brand == brand}
        deeds = await ctx.deeds.asked(brand, own.keys())
        refused = await ctx.doors.do(brand, deeds) if deeds else {}
        for each in deeds:
            wait = wait_after(refused[each.id], own[each.id].tries)
            if wait is None:
                ended.append(each.ended(refused[each.id], now))
            else:
                await ctx.deeds.postpone(own.pop(each.id), now + wait)
        over += own.values()
    return await ctx.deeds.end(over, ended)

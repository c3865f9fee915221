"""The job that erases members whose waiting time is over, and deletes what is kept in pieces.

It may run twice, late, or at once on many; each step does nothing where it was done before.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from services.common import telemetry
from services.members.context import MembersContext
from services.members.privacy.commands.erasure import erase, forget
from services.members.privacy.commands.unit import ErasingUnit, ErasureStore
from services.members.privacy.domain.erasure import Erasure, ErasureState, swept

SLICE = 100
_log = telemetry.log("erasures")


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


async def erase_due(ctx: MembersContext[ErasureStore], lease: Lease) -> int:
    """Erase who is due, and sweep after those who are erased; how many steps took effect.

    A member that fails is told in the log, and comes again at the next run.
    """
    count, now = 0, ctx.clock.now()
    for wish in await ctx.store.erasures.due(now, SLICE):
        count += await _attempt(ctx, lease, wish)
    for known in await ctx.store.erasures.to_sweep(now, SLICE):
        count += await _attempt(ctx, lease, known)
    return count


async def _attempt(ctx: MembersContext[ErasureStore], lease: Lease, known: Erasure) -> int:
    if not await lease.acquire():
        return 0
    try:
        if known.state is ErasureState.DONE:
            await _sweep(ctx, lease, known)
        else:
            await _erase(ctx, known)
    except Exception as error:
        # Whatever one member's data do, the others are erased in time.
        _log.error("erasure_waits", brand=known.brand, error=repr(error))
        return 0
    return 1


async def _erase(ctx: MembersContext[ErasureStore], wish: Erasure) -> None:
    async def work(unit: ErasingUnit) -> None:
        known = await unit.erasures.erasure(wish.brand, wish.member_id)
        # The member may have cancelled it meanwhile.
        if known == wish:
            await erase(unit, wish, ctx.clock.now())

    await ctx.store.transact(work)


async def _sweep(ctx: MembersContext[ErasureStore], lease: Lease, known: Erasure) -> None:
    now = ctx.clock.now()
    while await ctx.store.activities.forget(known.brand, known.member_id):
        if not await lease.acquire():
            return

    async def work(unit: ErasingUnit) -> None:
        await forget(unit, known.brand, known.member_id)
        await unit.erasures.keep(swept(known, now))

    await ctx.store.transact(work)


class ErasureJob:
    """Erases who is due, again and again, on the worker that holds the lease."""

    def __init__(
        self,
        ctx: MembersContext[ErasureStore],
        lease: Lease,
        pause_s: float,
        tidy: Callable[[Lease], Awaitable[int]],
    ) -> None:
        """`tidy`: what else goes when its time is over."""
        self._ctx = ctx
        self._tidy = tidy
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                busy = await self._lease.acquire() and await self._work()
            except Exception as error:
                _log.error("erasures_wait", error=repr(error))
                busy = False
            if not busy:
                await asyncio.sleep(self._pause_s)

    async def _work(self) -> bool:
        return bool(await erase_due(self._ctx, self._lease) + await self._tidy(self._lease))

"""The job that erases members whose waiting time is over, and deletes what is kept in pieces.

It may run twice, late, or at once on many; each step does nothing where it was done before.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from services.common import telemetry
from services.common.passed_over import PassedOver
from services.members.context import MembersContext
from services.members.privacy.commands.erasure import erase, forget
from services.members.privacy.commands.unit import ErasingUnit, ErasureStore
from services.members.privacy.domain.erasure import Erasure, ErasureState, swept

SLICE = 100
_log = telemetry.log("erasures")


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


class Failed:
    """Members whose erasure failed, until all others had their turn: at being erased, and at being
    swept after."""

    def __init__(self) -> None:
        self.erasing, self.sweeping = PassedOver[str](), PassedOver[str]()


async def erase_due(ctx: MembersContext[ErasureStore], lease: Lease, failed: Failed) -> int:
    """Erase who is due, and sweep after those who are erased; how many steps took effect.

    A member that fails is told in the log and added to `failed`, and comes again after the others.
    """
    now, erasures = ctx.clock.now(), ctx.store.erasures
    count = 0
    for due, passed_over in ((erasures.due, failed.erasing), (erasures.to_sweep, failed.sweeping)):
        found = await due(now, SLICE, passed_over.now)
        passed_over.asked(len(found), SLICE)
        for known in found:
            count += await _attempt(ctx, lease, known, passed_over)
    return count


async def _attempt(
    ctx: MembersContext[ErasureStore], lease: Lease, known: Erasure, failed: PassedOver[str]
) -> int:
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
        failed.add(known.member_id)
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
        self._failed = Failed()

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
        return bool(
            await erase_due(self._ctx, self._lease, self._failed) + await self._tidy(self._lease)
        )

"""The job that publishes occasions and tells of left carts: it may run twice, late, at once on
many, or on a clock that went back."""

import asyncio
from typing import Protocol

from services.common import telemetry
from services.members.context import MembersContext
from services.members.occasions.commands.left_carts import (
    CartsReader,
    CartsUnit,
    CartsUnitOfWork,
    tell_left_carts,
)
from services.members.occasions.commands.publish_occasions import (
    OccasionsReader,
    OccasionsUnit,
    publish_due,
)
from services.members.occasions.commands.tier_ends import JudgedMembers, TierEndsUnit
from services.members.transactions import Transactions


class DueReader(OccasionsReader, CartsReader, Protocol):
    """Finds occasions and carts, outside of a transaction."""


class DueUnit(OccasionsUnit, CartsUnit, Protocol):
    """What was published, and what is in carts, within a transaction."""


class JobUnit(CartsUnitOfWork, TierEndsUnit, Protocol):
    """A transaction of either."""

    @property
    def occasions(self) -> DueUnit: ...


class JobStore(Transactions[JobUnit], Protocol):
    """The storage of both."""

    @property
    def occasions(self) -> DueReader: ...
    @property
    def tiers(self) -> JudgedMembers: ...


Context = MembersContext[JobStore]
_log = telemetry.log("occasions")


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


async def publish_all(ctx: Context, lease: Lease) -> int:
    """Publish what is due in every brand; how many occasions and left carts were new.

    A brand that fails is told in the log, and comes again at the next run.
    """
    count = 0
    for brand in await ctx.store.occasions.brands():
        if not await lease.acquire():
            break
        for work in (publish_due, tell_left_carts):
            try:
                count += await work(ctx, brand, lease.acquire)
            except Exception as error:
                # Whatever one brand's programme or data do, the others have their birthdays.
                _log.error("occasions_wait", brand=brand, work=work.__name__, error=repr(error))
    return count


class OccasionsJob:
    """Publishes what is due, again and again, on the worker that holds the lease."""

    def __init__(self, ctx: Context, lease: Lease, pause_s: float) -> None:
        self._ctx = ctx
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            if await self._lease.acquire():
                await publish_all(self._ctx, self._lease)
            await asyncio.sleep(self._pause_s)

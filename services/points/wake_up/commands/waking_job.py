"""The job that wakes: it may run twice, late, or at once on many.

Each round reads, by an index, the members of each brand that were not known to be awake for the
section's days: in slices, the longest ago first. A look moves a member behind all who are due, so
a round ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn, Protocol

from services.common.leased_job import Lease, run_leased
from services.common.telemetry import log
from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing
from services.points.wake_up.commands.opening import look_at
from services.points.wake_up.domain.section import wake_up_section
from services.points.wake_up.domain.sleeper import Sleeper

SLICE = 100
PAUSE_S = 60.0
_log = log("wake_up")


class Sleepers(Protocol):
    """When each member was last known to be awake. Kept by storage.py."""

    async def brands(self) -> list[str]:
        """Every brand with a programme."""
        ...

    async def asleep(
        self, brand: str, until: datetime, after: Sleeper | None, size: int
    ) -> Sequence[Sleeper]:
        """Members who were last known to be awake at `until` or before, the longest ago first,
        those behind `after`; without those who are erased or merged."""
        ...

    async def keep(self, brand: str, awake_at: Mapping[str, datetime]) -> None:
        """Keep when members were last known to be awake."""
        ...


async def wake_brand(ctx: PointsContext, sleepers: Sleepers, lease: Lease, brand: str) -> int:
    """Look at all who may be asleep now; how many wake-ups were opened."""
    programme = await ctx.programmes.get(brand)
    section = wake_up_section(programme)
    if section is None:
        return 0
    until, opened = section.asleep_before(ctx.clock.now()), 0
    after: Sleeper | None = None
    while await lease.acquire():
        found = await sleepers.asleep(brand, until, after, SLICE)
        if found:
            looked = await look_at(ctx, programme, section, found)
            await sleepers.keep(brand, looked.awake_at)
            opened += looked.opened
            after = found[-1]
        if len(found) < SLICE:
            break
    return opened


async def wake_all(ctx: PointsContext, sleepers: Sleepers, lease: Lease) -> int:
    """Look in every brand. One that fails is told in the log and stops no other."""
    opened = 0
    for brand in await sleepers.brands():
        try:
            opened += await wake_brand(ctx, sleepers, lease, brand)
        except ProgrammeMissing:
            continue
        except Exception as error:
            _log.error("wake_ups_wait", brand=brand, error=repr(error))
    return opened


class WakingJob:
    """Wakes, again and again, on the worker that holds the lease."""

    def __init__(
        self, ctx: PointsContext, sleepers: Sleepers, lease: Lease, pause_s: float = PAUSE_S
    ) -> None:
        self._ctx = ctx
        self._sleepers = sleepers
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> NoReturn:
        """Go on until cancelled."""

        async def work() -> None:
            await wake_all(self._ctx, self._sleepers, self._lease)

        await run_leased(work, self._lease, self._pause_s, _log, "wake_ups_wait")

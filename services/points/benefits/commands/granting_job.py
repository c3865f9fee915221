"""The job that grants each term as it begins: it may run twice, late, or at once on many.

Once on each day of a brand, and after each publication, it walks through the brand's members in
slices. How far it is, is kept: another worker goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from services.common import telemetry
from services.common.together_or_apart import together_or_apart, told_of
from services.points.activities.domain.standing import Standing
from services.points.benefits.commands.granting import grant
from services.points.benefits.domain.section import benefits_section
from services.points.benefits.domain.walk import Walk
from services.points.calendar.domain.local_time import local_day
from services.points.context import PointsContext
from services.points.programme.domain.programme import Programme

_log = telemetry.log("benefits")

SLICE = 200
PAUSE_S = 60.0


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""
        ...


class Walks(Protocol):
    """How far each brand's walk is. Kept by storage.py."""

    async def brands(self) -> list[str]:
        """Every brand with a programme."""
        ...

    async def get(self, brand: str) -> Walk | None:
        """The last walk."""
        ...

    async def put(self, brand: str, walk: Walk) -> None:
        """Keep how far it is."""
        ...


async def walk_brand(ctx: PointsContext, walks: Walks, lease: Lease, brand: str) -> int:
    """Walk until the round ends, or another worker has the lease; how many grants were written."""
    programme = await ctx.programmes.get(brand)
    if not benefits_section(programme).counted:
        return 0
    current = f"{local_day(ctx.clock.now(), programme.zone)}/{programme.version}"
    walk = await walks.get(brand)
    if walk is None or walk.round != current:
        walk = Walk(current, "")
    granted = 0
    while walk.after is not None and await lease.acquire():
        found = await ctx.standings.standings_after(brand, walk.after, SLICE)
        granted += await _grant_slice(ctx, programme, found)
        walk = Walk(current, found[-1].member_id if len(found) == SLICE else None)
        await walks.put(brand, walk)
    return granted


async def _grant_slice(ctx: PointsContext, programme: Programme, found: Sequence[Standing]) -> int:
    """Who can't be granted anything waits for the next round, and the walk goes on."""
    standings = {each.member_id: each for each in found}

    async def work(ids: Sequence[str]) -> int:
        return await grant(ctx, programme, [standings[each] for each in ids])

    granted, failed = await together_or_apart(list(standings), work)
    if failed:
        _log.error("benefits_pass_over", brand=programme.brand, **told_of(failed))
    return granted


async def walk_all(ctx: PointsContext, walks: Walks, lease: Lease) -> int:
    """Walk through every brand. One that fails is told in the log and stops no other."""
    granted = 0
    for brand in await walks.brands():
        try:
            granted += await walk_brand(ctx, walks, lease, brand)
        except Exception as error:
            _log.error("benefits_wait", brand=brand, error=repr(error))
    return granted


class GrantingJob:
    """Walks, again and again, on the worker that holds the lease."""

    def __init__(
        self, ctx: PointsContext, walks: Walks, lease: Lease, pause_s: float = PAUSE_S
    ) -> None:
        self._ctx = ctx
        self._walks = walks
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            if await self._lease.acquire():
                await walk_all(self._ctx, self._walks, self._lease)
            await asyncio.sleep(self._pause_s)

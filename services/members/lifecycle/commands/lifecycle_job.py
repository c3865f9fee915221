"""Judging members whose next day has come: a job that may run twice, late, or at once on many."""

import asyncio
from typing import Protocol

from services.common import telemetry
from services.common.brand_config import ProgrammeUnreadable
from services.members.context import MembersContext
from services.members.lifecycle.commands.judging import SLICE, LifecycleStore, judge_members

_log = telemetry.log("lifecycle")


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


async def judge_due(
    ctx: MembersContext[LifecycleStore], waiting: set[str], limit: int = SLICE
) -> int:
    """Judge up to `limit` members who are due; how many there were.

    Brands that can't be judged now are added to `waiting`, and those in it are passed over.
    """
    due = await ctx.store.lifecycles.due(ctx.clock.now(), limit, waiting)
    by_brand: dict[str, list[str]] = {}
    for brand, member_id in due:
        by_brand.setdefault(brand, []).append(member_id)
    for brand, ids in by_brand.items():
        try:
            rules = await ctx.rulebook.of(brand)
            if not await judge_members(ctx, rules, brand, ids):
                # Without its section, a brand's members wait where they are.
                waiting.add(brand)
        except ProgrammeUnreadable as error:
            waiting.add(brand)
            _log.error("lifecycles_wait", brand=brand, error=str(error))
    return len(due)


class LifecycleJob:
    """Judges who is due, again and again, on the worker that holds the lease."""

    def __init__(self, ctx: MembersContext[LifecycleStore], lease: Lease, pause_s: float) -> None:
        self._ctx = ctx
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        waiting: set[str] = set()
        while True:
            full = False
            if await self._lease.acquire():
                full = await judge_due(self._ctx, waiting) >= SLICE
            if not full:
                # Their next programme may be one that can be read, and has the section.
                waiting.clear()
            await asyncio.sleep(0 if full else self._pause_s)

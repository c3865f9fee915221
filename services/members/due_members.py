"""Judging members whose next day has come, for every room that has such days.

A room tells who is due and how to judge them; what is here keeps one brand that can't be judged
from holding up the others. The work may run twice, late, or at once on many.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol

from services.common.brand_config import ProgrammeUnreadable
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules

Judge = Callable[[Rules, str, Sequence[str]], Awaitable[int]]
"""Judges members of one brand; 0 where the brand has nothing to judge them by."""


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


async def judge_by_brand(
    ctx: MembersContext[Any],
    due: Iterable[tuple[str, str]],
    judge: Judge,
    waiting: set[str],
    tell: Callable[[str, ProgrammeUnreadable], None],
) -> None:
    """Judge those who are due, by brand and member id, each brand's together.

    Brands that can't be judged now are added to `waiting`; `tell` is told of those whose programme
    can't be read.
    """
    by_brand: dict[str, list[str]] = {}
    for brand, member_id in due:
        by_brand.setdefault(brand, []).append(member_id)
    for brand, ids in by_brand.items():
        try:
            if not await judge(await ctx.rulebook.of(brand), brand, ids):
                waiting.add(brand)
        except ProgrammeUnreadable as error:
            waiting.add(brand)
            tell(brand, error)


class DueJob:
    """Judges who is due, again and again, on the worker that holds the lease.

    `judge` is given the brands that wait, to which it adds, and says whether its slice was full.
    """

    def __init__(
        self, judge: Callable[[set[str]], Awaitable[bool]], lease: Lease, pause_s: float
    ) -> None:
        self._judge = judge
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        waiting: set[str] = set()
        while True:
            full = await self._lease.acquire() and await self._judge(waiting)
            if not full:
                # Their next programme may be one that can be read, and has the section.
                waiting.clear()
            # A full slice says that more may be waiting; a member that can't be judged, alone in
            # its slice, does not keep the worker busy.
            await asyncio.sleep(0 if full else self._pause_s)

"""Judging members whose next day has come, for every room that has such days.

A room tells who is due and how to judge them. One brand that can't be judged holds up no other
brand, and one member no other member: who failed waits until all others were judged, and is then
tried again. The work may run twice, late, or at once on many.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import Any, Protocol

from prometheus_client import Gauge

from services.common import telemetry
from services.common.setting_aside import passes_by_itself
from services.common.together_or_apart import TOLD_MAX
from services.members.context import MembersContext
from services.members.programme.domain.rules import Rules

MEMBERS_MAX = 500
"""Of one brand, who may be passed over one by one; of more, the whole brand waits."""
AWAY_AFTER = 3
"""So many members in a row whose failure passes by itself: a store is away, for all of the
brand."""
UNJUDGED = Gauge(
    "tessera_due_members_unjudged",
    "Who was due at the last run and could not be judged.",
    ["room", "what"],
)
_log = telemetry.log("due_members")

Judge = Callable[[Rules, str, Sequence[str]], Awaitable[int]]
"""Judges members of one brand; 0 where the brand has nothing to judge them by."""


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


class Waiting:
    """Who is passed over until all others were judged: members, and whole brands."""

    def __init__(self, room: str) -> None:
        """`room`: whose members they are, for logs and metrics."""
        self.room = room
        self.brands: set[str] = set()
        self._members: dict[str, set[str]] = {}
        self._failed: set[str] = set()
        self._judged: frozenset[tuple[str, str]] = frozenset()
        self._parts: dict[str, Waiting] = {}

    def part(self, name: str) -> "Waiting":
        """Who waits in a part of the room that judges on its own, until this one ends."""
        return self._parts.setdefault(name, Waiting(f"{self.room}/{name}"))

    @property
    def members(self) -> Collection[str]:
        """Ids of members who wait, without those of the brands that wait."""
        return [each for ids in self._members.values() for each in ids]

    def put_off(self, brand: str, ids: Collection[str]) -> None:
        """Pass these members over; the whole brand, once they are too many."""
        waiting = self._members.setdefault(brand, set())
        waiting.update(ids)
        if len(waiting) > MEMBERS_MAX:
            self.put_off_brand(brand)

    def put_off_brand(self, brand: str) -> None:
        """Pass the whole brand over."""
        self.brands.add(brand)
        self._members.pop(brand, None)

    def failed(self, brand: str, ids: Collection[str], error: Exception | str) -> None:
        """Pass these members over, none for the whole brand, and say why in the log."""
        if ids:
            self._failed.update(ids)
            self.put_off(brand, ids)
        else:
            self.put_off_brand(brand)
        told = error if isinstance(error, str) else repr(error)
        first = sorted(ids)[:TOLD_MAX]
        _log.error(
            "due_members_wait",
            room=self.room,
            brand=brand,
            count=len(ids),
            first=first,
            error=told,
        )

    def new(self, due: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        """By brand, those who are due. Who was judged just now and is due still waits, or nobody
        behind would have a turn."""
        found = list(dict.fromkeys(due))
        by_brand: dict[str, list[str]] = {}
        still: dict[str, list[str]] = {}
        for brand, member_id in found:
            known = (brand, member_id) in self._judged
            (still if known else by_brand).setdefault(brand, []).append(member_id)
        for brand, ids in still.items():
            self.failed(brand, ids, "due still, after the judgement")
        self._judged = frozenset(found)
        return by_brand

    def end(self) -> None:
        """All others were judged: tell how many wait, and let them have another turn."""
        for part in self._parts.values():
            part.end()
        UNJUDGED.labels(self.room, "brand").set(len(self.brands))
        UNJUDGED.labels(self.room, "member").set(len(self._failed))
        self.brands.clear()
        self._members.clear()
        self._failed.clear()
        self._judged = frozenset()


async def judge_by_brand(
    ctx: MembersContext[Any], due: Iterable[tuple[str, str]], judge: Judge, waiting: Waiting
) -> None:
    """Judge those who are due, by brand and member id, each brand's together.

    Where that fails, each alone. Who can't be judged now is added to `waiting`.
    """
    for brand, ids in waiting.new(due).items():
        try:
            rules = await ctx.rulebook.of(brand)
        except Exception as error:
            waiting.failed(brand, (), error)
            continue
        try:
            if not await judge(rules, brand, ids):
                waiting.put_off(brand, ids)
        except Exception as error:
            # Whatever one member's data do, the others of the brand are judged.
            if len(ids) == 1:
                waiting.failed(brand, ids, error)
            else:
                await _judge_each(rules, brand, ids, judge, waiting)


async def _judge_each(
    rules: Rules, brand: str, ids: Sequence[str], judge: Judge, waiting: Waiting
) -> None:
    failed: dict[str, Exception] = {}
    in_a_row = 0
    for member_id in ids:
        try:
            if not await judge(rules, brand, [member_id]):
                waiting.put_off(brand, [member_id])
            in_a_row = 0
        except Exception as error:
            failed[member_id] = error
            in_a_row = in_a_row + 1 if passes_by_itself(error) else 0
            if in_a_row == AWAY_AFTER:
                waiting.failed(brand, (), error)
                return
    if failed:
        waiting.failed(brand, list(failed), next(iter(failed.values())))


class DueJob:
    """Judges who is due, again and again, on the worker that holds the lease.

    `judge` is given who waits, to which it adds, and says whether its slice was full.
    """

    def __init__(
        self,
        room: str,
        judge: Callable[[Waiting], Awaitable[bool]],
        lease: Lease,
        pause_s: float,
    ) -> None:
        self._judge = judge
        self._lease = lease
        self._pause_s = pause_s
        self._waiting = Waiting(room)

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            full = await self._lease.acquire() and await self._judge(self._waiting)
            if not full:
                self._waiting.end()
            # A full slice says that more may be waiting; a member that can't be judged, alone in
            # its slice, does not keep the worker busy.
            await asyncio.sleep(0 if full else self._pause_s)

"""Letting go what is past its time, in bounded slices."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from services.common import telemetry
from services.common.clock import Clock
from services.common.retention_command import PastTime
from services.members.privacy.domain.retention import Backlog, DataKind, KeptFor
from services.members.privacy.domain.section import parse_privacy
from services.members.programme.commands.rulebook import RuleBook

SLICE = 500
SLICES_MAX = 20
"""Of one brand at a time: then the others have their turn."""
BRANDS_AT_ONCE = 100
_log = telemetry.log("retention")


class Details(Protocol):
    """Details of activities, and who has a programme."""

    async def brands(self, after: str, limit: int) -> Sequence[str]:
        """Brands that have a programme, in order, behind `after`."""

    async def let_go(self, brand: str, before: datetime, limit: int) -> int:
        """Let go the details of activities recorded before; of how many."""

    async def forget_nearness(self, brand: str, today: int, limit: int) -> None:
        """Forget near which store members were, of those for whom that is kept until `today`, as
        `date.toordinal` counts."""

    async def backlog(self, brand: str, before: datetime) -> Backlog:
        """What is past its time and still there."""


class Lease(Protocol):
    async def acquire(self) -> bool:
        """Take the lease or renew it; False while another worker holds it."""


class Retention:
    """Keeps the times of all brands. One that fails is told in the log, and stops no other."""

    def __init__(self, rulebook: RuleBook, clock: Clock, details: Details) -> None:
        self._rulebook = rulebook
        self._clock = clock
        self._details = details

    async def work(self, lease: Lease) -> int:
        """A few slices of each brand; of how many activities the details are gone."""
        gone = 0
        async for brand in self._brands():
            for _ in range(SLICES_MAX):
                if not await lease.acquire():
                    return gone
                try:
                    one = await self._slice(brand)
                except Exception as error:
                    _log.error("retention_waits", brand=brand, error=repr(error))
                    break
                gone += one
                if one < SLICE:
                    break
        return gone

    async def times(self, brand: str) -> tuple[KeptFor, ...]:
        """How long each kind of data is kept, as members see it."""
        return (await self._rulebook.of(brand)).section(parse_privacy).retention.told()

    async def past(self) -> AsyncIterator[PastTime]:
        """By brand with such a time: what is past it and still there."""
        async for brand in self._brands():
            before = await self._before(brand)
            if before is not None:
                found = await self._details.backlog(brand, before)
                overdue = before - (found.oldest or before)
                kind = DataKind.ACTIVITY_DETAILS.value
                yield PastTime(brand, kind, found.left, overdue)

    async def _slice(self, brand: str) -> int:
        today = (await self._rulebook.of(brand)).local_day(self._clock.now())
        await self._details.forget_nearness(brand, today.toordinal(), SLICE)
        before = await self._before(brand)
        return 0 if before is None else await self._details.let_go(brand, before, SLICE)

    async def _before(self, brand: str) -> datetime | None:
        kept = (await self._rulebook.of(brand)).section(parse_privacy).retention
        return kept.activities_before(self._clock.now())

    async def _brands(self) -> AsyncIterator[str]:
        after = ""
        while brands := await self._details.brands(after, BRANDS_AT_ONCE):
            for brand in brands:
                yield brand
            after = brands[-1]

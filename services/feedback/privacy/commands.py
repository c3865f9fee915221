"""The job that takes the words of erased members away."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.common import telemetry
from services.common.clock import Clock
from services.common.leased_job import Lease, run_leased
from services.common.passed_over import PassedOver
from services.common.retention_command import PastTime
from services.feedback.privacy.domain import Backlog, Erased, Kind, parse_retention
from services.feedback.programme.commands import Programmes

SLICE = 100
SLICES_MAX = 20
"""Of one brand and kind at a time: then the others have their turn."""
BRANDS_AT_ONCE = 100
_log = telemetry.log("erasures")


class ErasedMembers(Protocol):
    """Where words are kept, and who is erased."""

    async def mark(self, erased: Collection[Erased], at: datetime) -> None:
        """From now on nothing is taken in for these members; their words are to be taken away."""

    async def waiting(self, limit: int, without: Collection[Erased]) -> Sequence[Erased]:
        """Members of all brands whose words were not taken away yet, but for some."""

    async def staff_files(self, erased: Erased) -> Sequence[str]:
        """The keys of files that staff attached to what the member said."""

    async def take_words(self, erased: Erased, now: datetime) -> None:
        """Take the member's words from items, events and kept answers."""

    async def done(self, erased: Erased) -> None:
        """Nothing of the member is left."""


class Uploads(Protocol):
    """The store of files that members sent."""

    async def forget(self, brand: str, owner: str) -> None:
        """Delete all files of the owner. Raises OSError when the store does not answer."""

    async def delete(self, key: str) -> None:
        """Delete one file, if it is there. Raises OSError when the store does not answer."""


class ErasureJob:
    """Takes words away, again and again until nothing is left, on the worker with the lease."""

    def __init__(
        self,
        members: ErasedMembers,
        uploads: Uploads | None,
        clock: Clock,
        lease: Lease,
        pause_s: float,
        tidy: Callable[[Lease], Awaitable[object]],
    ) -> None:
        """`uploads` is None where the brand keeps none; `tidy`: what else goes at its time."""
        self._tidy = tidy
        self._members = members
        self._uploads = uploads
        self._clock = clock
        self._lease = lease
        self._pause_s = pause_s
        self._failed = PassedOver[Erased]()

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self._work, self._lease, self._pause_s, _log, "erasures_wait")

    async def _work(self) -> None:
        await self.erase_waiting()
        await self._tidy(self._lease)

    async def erase_waiting(self) -> None:
        """Take the words of a slice of those who wait; one who fails is told in the log, and comes
        again when all others had their turn."""
        waiting = await self._members.waiting(SLICE, self._failed.now)
        self._failed.asked(len(waiting), SLICE)
        for erased in waiting:
            if not await self._lease.acquire():
                return
            try:
                if self._uploads is not None:
                    # Before the words: they alone name these files.
                    for key in await self._members.staff_files(erased):
                        await self._uploads.delete(key)
                await self._members.take_words(erased, self._clock.now())
                if self._uploads is not None:
                    await self._uploads.forget(erased.brand, erased.member_id)
                await self._members.done(erased)
            except Exception as error:
                # Whatever one member's data do, the others' words go in time.
                _log.error("erasure_waits", brand=erased.brand, error=repr(error))
                self._failed.add(erased)


class PastMessages(Protocol):
    """What is kept of messages to members."""

    async def let_go(self, kind: Kind, brand: str, before: datetime, limit: int) -> int:
        """Let go what is older; how many."""

    async def backlog(self, kind: Kind, brand: str, before: datetime) -> Backlog:
        """What is older and still there."""


class Retention:
    """Keeps the times of all brands. One that fails is told in the log, and stops no other."""

    def __init__(self, programmes: Programmes, messages: PastMessages, clock: Clock) -> None:
        self._programmes = programmes
        self._messages = messages
        self._clock = clock

    async def work(self, lease: Lease) -> int:
        """A few slices of each brand and kind; how many are gone."""
        gone = 0
        async for brand, kind, before in self._times():
            for _ in range(SLICES_MAX):
                if not await lease.acquire():
                    return gone
                try:
                    one = await self._messages.let_go(kind, brand, before, SLICE)
                except Exception as error:
                    _log.error("retention_waits", brand=brand, kind=kind.value, error=repr(error))
                    break
                gone += one
                if one < SLICE:
                    break
        return gone

    async def past(self) -> AsyncIterator[PastTime]:
        """By brand and kind with such a time: what is past it and still there."""
        async for brand, kind, before in self._times():
            found = await self._messages.backlog(kind, brand, before)
            yield PastTime(brand, kind.value, found.left, before - (found.oldest or before))

    async def _times(self) -> AsyncIterator[tuple[str, Kind, datetime]]:
        after = ""
        while brands := await self._programmes.brands(after, BRANDS_AT_ONCE):
            for brand in brands:
                programme = await self._programmes.of(brand)
                if programme is None:
                    continue
                for kind, age in programme.section(parse_retention).items():
                    yield brand, kind, self._clock.now() - age
            after = brands[-1]

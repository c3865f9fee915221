"""The job that takes the words of erased members away."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from services.common import telemetry
from services.common.clock import Clock
from services.common.leased_job import Lease, run_leased
from services.feedback.privacy.domain import Erased

SLICE = 100
_log = telemetry.log("erasures")


class ErasedMembers(Protocol):
    """Where words are kept, and who is erased."""

    async def mark(self, erased: Collection[Erased], at: datetime) -> None:
        """From now on nothing is taken in for these members; their words are to be taken away."""

    async def waiting(self, limit: int) -> Sequence[Erased]:
        """Members of all brands whose words were not taken away yet."""

    async def take_words(self, erased: Erased, now: datetime) -> None:
        """Take the member's words from items, events and kept answers."""

    async def done(self, erased: Erased) -> None:
        """Nothing of the member is left."""


class Uploads(Protocol):
    """The store of files that members sent."""

    async def forget(self, brand: str, owner: str) -> None:
        """Delete all files of the owner. Raises OSError when the store does not answer."""


class ErasureJob:
    """Takes words away, again and again until nothing is left, on the worker with the lease."""

    def __init__(
        self,
        members: ErasedMembers,
        uploads: Uploads | None,
        clock: Clock,
        lease: Lease,
        pause_s: float,
    ) -> None:
        """`uploads` is None where the brand keeps none."""
        self._members = members
        self._uploads = uploads
        self._clock = clock
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self.erase_waiting, self._lease, self._pause_s, _log, "erasures_wait")

    async def erase_waiting(self) -> None:
        """Take the words of all who wait; one who fails is told in the log, and comes again."""
        for erased in await self._members.waiting(SLICE):
            if not await self._lease.acquire():
                return
            try:
                await self._members.take_words(erased, self._clock.now())
                if self._uploads is not None:
                    await self._uploads.forget(erased.brand, erased.member_id)
                await self._members.done(erased)
            except Exception as error:
                # Whatever one member's data do, the others' words go in time.
                _log.error("erasure_waits", brand=erased.brand, error=repr(error))

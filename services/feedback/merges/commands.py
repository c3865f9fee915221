"""Moving what a member said to the survivor of a merge, and sweeping after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from services.common import telemetry
from services.common.clock import Clock
from services.common.leased_job import Lease, run_leased
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.merges.domain import Merged, Moved

SWEPT_FOR = timedelta(minutes=2)
"""A process may not know of a merge for a second, and a transaction lives for a minute."""
PAUSE_S = 10.0
_log = telemetry.log("merges")


class Merges(Protocol):
    """Where what members said is kept, and what each merge moved of it."""

    async def move(self, merged: Merged) -> None:
        """Let all that is the old id's be the survivor's."""

    async def move_back(self, brand: str, merge_id: str) -> None:
        """Let what moved be the old id's again, where it still is the survivor's."""

    async def find(self, brand: str, merge_id: str) -> Moved | None:
        """What moved; None while nothing is known of the merge."""

    async def since(self, at: datetime) -> Sequence[Merged]:
        """The merges of all brands of after that time."""


class Survivors(Protocol):
    """Redirects, as this process knows them."""

    def of(self, brand: str, member_id: str) -> str:
        """Who stands for the member: the survivor, or the member."""

    async def keep(
        self, brand: str, member_id: str, into: str, at: datetime, merge_id: str
    ) -> None:
        """From now on `into` stands for the member, in every process."""


class Merging:
    """Carries merges out, and moves what came to an old id since, on the worker with the lease."""

    def __init__(
        self, merges: Merges, survivors: Survivors, facts: MemberFacts, clock: Clock
    ) -> None:
        self._merges = merges
        self._survivors = survivors
        self._facts = facts
        self._clock = clock

    async def carry_out(self, merged: Merged) -> None:
        """Again, it moves what is left."""
        ids = merged.from_id, merged.into_id
        now = self._clock.now()
        await self._survivors.keep(merged.brand, *ids, now, merged.merge_id)
        await self._facts.forget(merged.brand, merged.from_id)
        await self._move(replace(merged, at=now))

    async def undo(self, merged: Merged) -> None:
        """The old id stands for nobody else, and what it said is its own. Again, it changes
        nothing."""
        known = await self._merges.find(merged.brand, merged.merge_id)
        if known is None or known.undone:
            return
        now = self._clock.now()
        await self._survivors.keep(merged.brand, merged.from_id, "", now, merged.merge_id)
        await self._facts.remember(merged.brand, merged.from_id)
        await self._merges.move_back(merged.brand, merged.merge_id)

    async def _move(self, merged: Merged) -> None:
        # The survivor of then may have been merged since.
        into = self._survivors.of(merged.brand, merged.into_id)
        await self._merges.move(replace(merged, into_id=into))

    async def sweep(self) -> None:
        """Move what is left of recent merges. One that fails is told in the log and stops no
        other."""
        for merged in await self._merges.since(self._clock.now() - SWEPT_FOR):
            try:
                await self._move(merged)
            except Exception as error:
                _log.error("merge_waits", brand=merged.brand, error=repr(error))


class MergeSweep:
    """Sweeps, again and again, on the worker that holds the lease."""

    def __init__(self, merging: Merging, lease: Lease, pause_s: float = PAUSE_S) -> None:
        self._merging = merging
        self._lease = lease
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self._merging.sweep, self._lease, self._pause_s, _log, "merges_wait")

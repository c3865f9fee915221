"""What every capability works with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.common.clock import Clock
from services.points.activities.commands import NO_STORES, KnownStores, StandingStore
from services.points.activities.domain.activity import Activity
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.survivors import NO_MERGES, Survivors
from services.points.programme.commands import Programmes


class MemberLocks:
    """A lock for each member with something under way, and none for the others."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, brand: str, member_id: str) -> AsyncIterator[None]:
        """Wait for the turn of `member_id`."""
        key = (brand, member_id)
        lock, waiting = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._locks.pop(key)
            if waiting > 1:
                self._locks[key] = (lock, waiting - 1)


@dataclass(frozen=True, slots=True)
class PointsContext:
    """The ledger, the rules, the members' tiers, the time, the stores, and who was merged."""

    ledger: Ledger
    programmes: Programmes
    standings: StandingStore
    clock: Clock
    locks: MemberLocks = field(default_factory=MemberLocks)
    stores: KnownStores = NO_STORES
    survivors: Survivors = NO_MERGES

    def of_survivor(self, activity: Activity) -> Activity:
        """The activity; of a member who was merged, as the survivor's."""
        return activity.of_member(self.survivors.of(activity.brand, activity.member_id))

"""Leases: one of several workers does the work; another takes over when it stops renewing.

A lease is not a lock: after a long pause of a worker two may work at once, and the work itself must
tolerate that. Times in the database are of its own clock, so the workers' clocks do not matter.

A process has dozens of leases, and renewing them one by one cost an idle service more than its
work. So a lease that was renewed a moment ago is held without asking, and whoever has to ask renews
all that the process holds and still wants, by one command.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import monotonic
from weakref import WeakKeyDictionary, WeakSet

from services.common.ids import new_id
from services.common.mongo import Database, Document, ReturnDocument, UpdateOne

COLLECTION = "leases"
TTL = timedelta(seconds=6)
TTL_MAX = timedelta(minutes=1)
RENEWED_S = TTL.total_seconds() / 3
"""For so long after a renewal a lease is held without asking: far less than the time it lasts."""
WANTED_S = RENEWED_S * 1.5
"""For so long after somebody asked a lease is renewed beside others: jobs ask every RENEWED_S."""


class _Family:
    """The leases that this process has made on one database."""

    def __init__(self) -> None:
        self.leases: WeakSet[Lease] = WeakSet()
        self._renewing: asyncio.Task[None] | None = None

    async def renew(self, asking: "Lease", now: float) -> None:
        """Renew what is held and still wanted, once for all who ask at the same time."""
        if self._renewing is None or self._renewing.done():
            held = [each for each in self.leases if each is asking or each.is_held_and_wanted(now)]
            self._renewing = asyncio.create_task(_renew(held, now))
        await asyncio.shield(self._renewing)


_families: WeakKeyDictionary[Database, _Family] = WeakKeyDictionary()


class Lease:
    """The lease called `name`. Call `acquire` again well before `ttl` is over to renew it.

    `ttl` is at least TTL and at most TTL_MAX, so a longer lease is from before the clock stepped
    back. `elapsed` tells seconds of this process.
    """

    def __init__(
        self,
        db: Database,
        name: str,
        ttl: timedelta = TTL,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self.collection = db[COLLECTION]
        self._name = name
        self._ttl_ms = int(ttl.total_seconds() * 1000)
        self._elapsed = elapsed
        self._owner = new_id("own")
        self._wanted_at = float("-inf")
        self._renewed_at = float("-inf")
        self._family = _families.setdefault(db, _Family())
        self._family.leases.add(self)

    async def acquire(self) -> bool:
        """Take the lease or renew it; False when another worker has it."""
        now = self._wanted_at = self._elapsed()
        if now - self._renewed_at < RENEWED_S:
            return True
        if self.is_held_and_wanted(now):
            await self._family.renew(self, now)
            if self._elapsed() - self._renewed_at < RENEWED_S:
                return True
        return await self._take(now)

    async def release(self) -> None:
        """Free the lease for other workers. Does nothing when another worker has it."""
        self._renewed_at = float("-inf")
        await self.collection.delete_one({"_id": self._name, "owner": self._owner})

    def is_held_and_wanted(self, now: float) -> bool:
        """A lease that nobody asks for any more ends by itself."""
        return now - self._wanted_at < WANTED_S and now - self._renewed_at < self._ttl_ms / 1000

    def renewal(self) -> UpdateOne:
        """It takes effect unless another worker has the lease."""
        until = {"$set": {"until": self._end()}}
        return UpdateOne({"_id": self._name, "owner": self._owner}, [until])

    def renewed(self, at: float) -> None:
        """It is held since `at`, or not known to be held after minus infinity."""
        self._renewed_at = at

    def _end(self) -> Document:
        return {"$add": ["$$NOW", self._ttl_ms]}

    async def _take(self, now: float) -> bool:
        # The database's clock may step back, for example by a failover to a machine whose clock is
        # slow. Until it catches up, the lease of a dead worker would block the others.
        latest = {"$add": ["$$NOW", int(TTL_MAX.total_seconds() * 1000)]}
        runs = {"$and": [{"$gte": ["$until", "$$NOW"]}, {"$lte": ["$until", latest]}]}
        taken = {"$and": [{"$ne": ["$owner", self._owner]}, runs]}
        found = await self.collection.find_one_and_update(
            {"_id": self._name},
            [
                {
                    "$set": {
                        "owner": {"$cond": [taken, "$owner", self._owner]},
                        "until": {"$cond": [taken, "$until", self._end()]},
                    }
                }
            ],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        held = found is not None and bool(found["owner"] == self._owner)
        self._renewed_at = now if held else float("-inf")
        return held


async def _renew(leases: Sequence[Lease], now: float) -> None:
    collection = leases[0].collection
    result = await collection.bulk_write([each.renewal() for each in leases], ordered=False)
    # Where one is lost, each finds out by itself which.
    at = now if result.matched_count == len(leases) else float("-inf")
    for each in leases:
        each.renewed(at)

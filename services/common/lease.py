"""Leases: one of several workers does the work; another takes over when it stops renewing.

A lease is not a lock: after a long pause of a worker two may work at once, and the work itself must
tolerate that. Times are those of the database's clock, so the workers' clocks do not matter.
"""

from datetime import timedelta

from services.common.ids import new_id
from services.common.mongo import Database, ReturnDocument

COLLECTION = "leases"
TTL = timedelta(seconds=6)
TTL_MAX = timedelta(minutes=1)


class Lease:
    """The lease called `name`. Call `acquire` again well before `ttl` is over to renew it.

    `ttl` is at most TTL_MAX, so a longer lease is from before the clock stepped back.
    """

    def __init__(self, db: Database, name: str, ttl: timedelta = TTL) -> None:
        self._collection = db[COLLECTION]
        self._name = name
        self._ttl_ms = int(ttl.total_seconds() * 1000)
        self._owner = new_id("own")

    async def acquire(self) -> bool:
        """Take the lease or renew it; False when another worker has it."""
        until = {"$add": ["$$NOW", self._ttl_ms]}
        # The database's clock may step back, for example by a failover to a machine whose clock is
        # slow. Until it catches up, the lease of a dead worker would block the others.
        latest = {"$add": ["$$NOW", int(TTL_MAX.total_seconds() * 1000)]}
        runs = {"$and": [{"$gte": ["$until", "$$NOW"]}, {"$lte": ["$until", latest]}]}
        taken = {"$and": [{"$ne": ["$owner", self._owner]}, runs]}
        held = await self._collection.find_one_and_update(
            {"_id": self._name},
            [
                {
                    "$set": {
                        "owner": {"$cond": [taken, "$owner", self._owner]},
                        "until": {"$cond": [taken, "$until", until]},
                    }
                }
            ],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return held is not None and bool(held["owner"] == self._owner)

    async def release(self) -> None:
        """Free the lease for other workers. Does nothing when another worker has it."""
        await self._collection.delete_one({"_id": self._name, "owner": self._owner})

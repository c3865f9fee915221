"""Leases: of several workers one does the work, and another takes over when it stops renewing.

A lease is a convenience, not a lock: after a long pause two may work at once, so the work itself
must bear that. Times are the database's own, so the workers' clocks do not matter.
"""

from datetime import timedelta

from services.common.ids import new_id
from services.common.mongo import Database, ReturnDocument

COLLECTION = "leases"
TTL = timedelta(seconds=6)
TTL_MAX = timedelta(minutes=1)


class Lease:
    """The lease called `name`; renew it well before `ttl` is over by acquiring it again.

    `ttl` is at most TTL_MAX: what runs for longer is from before a clock stepped back.
    """

    def __init__(self, db: Database, name: str, ttl: timedelta = TTL) -> None:
        self._collection = db[COLLECTION]
        self._name = name
        self._ttl_ms = int(ttl.total_seconds() * 1000)
        self._owner = new_id("own")

    async def acquire(self) -> bool:
        """Take it or keep it; False when another holds it."""
        until = {"$add": ["$$NOW", self._ttl_ms]}
        # The database's clock may step back, as after a failover to a member that is behind. Until
        # it has caught up, a lease of who is gone would hold everybody up.
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
        """Let another take it at once. Does nothing when it is not ours."""
        await self._collection.delete_one({"_id": self._name, "owner": self._owner})

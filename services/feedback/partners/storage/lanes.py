"""Lanes in MongoDB.

`webhook_lanes`  {_id: "endpoint/kind/member", endpoint, replay, last, waiting, due, owner}

`waiting` stands for deliveries that wait; `due` is absent while a lane is empty, and while its
endpoint is off. Whoever holds a lane, as `owner`, has set `due` to the end of the lease.
"""

from collections.abc import Sequence
from datetime import datetime

from services.common.mongo import ASCENDING, Database, Document, IndexModel
from services.feedback.partners.domain.delivery import Lane

COLLECTION = "webhook_lanes"
DELIVERIES = "webhook_deliveries"
_IS_DUE = {"partialFilterExpression": {"due": {"$exists": True}}}
INDEXES = {
    COLLECTION: [
        IndexModel([("due", ASCENDING)], **_IS_DUE),
        IndexModel([("endpoint", ASCENDING), ("replayed", ASCENDING), ("due", ASCENDING)]),
        IndexModel([("endpoint", ASCENDING), ("replay", ASCENDING), ("waiting", ASCENDING)]),
    ]
}


class MongoLanes:
    """Implements `partners.commands.sending.Lanes`."""

    def __init__(self, db: Database) -> None:
        self._lanes = db[COLLECTION]
        self._deliveries = db[DELIVERIES]

    async def due(self, now: datetime, limit: int) -> Sequence[Lane]:
        return await self._due({"due": {"$lte": now}}, limit)

    async def due_of(
        self, endpoint: str, now: datetime, limit: int, *, replayed: bool
    ) -> Sequence[Lane]:
        wanted = {"endpoint": endpoint, "replayed": replayed, "due": {"$lte": now}}
        return await self._due(wanted, limit)

    async def _due(self, wanted: Document, limit: int) -> list[Lane]:
        found = self._lanes.find(wanted).sort("due", ASCENDING).limit(limit)
        return [
            Lane(each["_id"], each["endpoint"], each["replay"], each["last"], each["due"])
            for each in await found.to_list(limit)
        ]

    async def claim(self, lane: Lane, owner: str, until: datetime) -> bool:
        held = await self._lanes.update_one(
            {"_id": lane.id, "due": lane.due}, {"$set": {"due": until, "owner": owner}}
        )
        return bool(held.modified_count)

    async def wait(self, lane: Lane, owner: str, until: datetime) -> None:
        await self._lanes.update_one(
            {"_id": lane.id, "owner": owner}, {"$set": {"due": until}, "$unset": {"owner": ""}}
        )

    async def rest(self, lane: Lane, owner: str) -> int:
        rested = await self._lanes.update_one(
            {"_id": lane.id, "owner": owner, "last": lane.last},
            {"$set": {"waiting": False}, "$unset": {"due": "", "owner": ""}},
        )
        if rested.matched_count:
            return 0
        now = await self._lanes.find_one({"_id": lane.id, "owner": owner}, {"last": 1})
        return -1 if now is None else int(now["last"])

    async def drop(self, lane: Lane) -> None:
        await self._deliveries.delete_many({"lane": lane.id})
        await self._lanes.delete_one({"_id": lane.id})

"""When members were last known to be awake: a field of the projection of members.

`members`  awake_at: the enrolment, or what a look found since (activities/storage/standings.py)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.common.mongo import ASCENDING, Database, Document, IndexModel, UpdateOne
from services.points.activities.storage.member_facts import ERASED
from services.points.activities.storage.standings import AWAKE_AT, MEMBERS, member_key
from services.points.programme.storage import PROGRAMMES
from services.points.wake_up.domain.sleeper import Sleeper

INDEXES: dict[str, list[IndexModel]] = {
    MEMBERS: [
        IndexModel(
            [("brand", ASCENDING), (AWAKE_AT, ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={AWAKE_AT: {"$exists": True}},
        )
    ]
}


class MongoSleepers:
    """Implements `wake_up.commands.waking_job.Sleepers`."""

    def __init__(self, db: Database) -> None:
        self._members = db[MEMBERS]
        self._programmes = db[PROGRAMMES]

    async def brands(self) -> list[str]:
        found = await self._programmes.find({}, {"_id": 1}).sort("_id", ASCENDING).to_list(None)
        return [document["_id"] for document in found]

    async def asleep(
        self, brand: str, until: datetime, after: Sleeper | None, size: int
    ) -> Sequence[Sleeper]:
        query: Document = {"brand": brand, AWAKE_AT: {"$lte": until}}
        if after is not None:
            key = member_key(brand, after.member_id)
            query["$or"] = [
                {AWAKE_AT: {"$gt": after.awake_at}},
                {AWAKE_AT: after.awake_at, "_id": {"$gt": key}},
            ]
        wanted = {"member_id": 1, AWAKE_AT: 1}
        order = [(AWAKE_AT, ASCENDING), ("_id", ASCENDING)]
        cursor = self._members.find(query, wanted).sort(order).limit(size)
        return [Sleeper(each["member_id"], each[AWAKE_AT]) for each in await cursor.to_list(size)]

    async def keep(self, brand: str, awake_at: Mapping[str, datetime]) -> None:
        # Not of members who were erased meanwhile: nobody looks at them again.
        writes = [
            UpdateOne(
                {"_id": member_key(brand, member_id), AWAKE_AT: {"$exists": True}},
                {"$set": {AWAKE_AT: at}},
            )
            for member_id, at in awake_at.items()
        ]
        if writes:
            await self._members.bulk_write(writes)


async def fill_awake_at(db: Database) -> None:
    """Members who were enrolled before this was kept are looked at from their enrolment on."""
    await db[MEMBERS].update_many(
        {"enrolled_at": {"$exists": True}, AWAKE_AT: {"$exists": False}, ERASED: {"$ne": True}},
        [{"$set": {AWAKE_AT: "$enrolled_at"}}],
    )

"""What is past its time, in MongoDB."""

from datetime import datetime

from services.common.mongo import ASCENDING, Binary, Database, Document, UpdateOne
from services.members.activities.domain.activity import without_details
from services.members.activities.storage.activities import COLLECTION as ACTIVITIES
from services.members.activities.storage.facts import COLLECTION as FACTS
from services.members.privacy.domain.retention import Backlog

COUNTED_MAX = 100_000


class MongoRetention:
    """Implements `privacy.commands.retention.Details`."""

    def __init__(self, db: Database) -> None:
        self._programmes = db["active_programmes"]
        self._activities = db[ACTIVITIES]
        self._facts = db[FACTS]

    async def brands(self, after: str, limit: int) -> list[str]:
        found = self._programmes.find({"_id": {"$gt": after}}, {"_id": 1}).sort("_id", ASCENDING)
        return [each["_id"] for each in await found.limit(limit).to_list(limit)]

    async def let_go(self, brand: str, before: datetime, limit: int) -> int:
        found = self._activities.find(_past(brand, before), {"content": 1})
        page = await found.sort("recorded_at", ASCENDING).limit(limit).to_list(limit)
        writes = [
            UpdateOne(
                {"_id": each["_id"], "brand": brand},
                {
                    "$set": {"digest": Binary(without_details(bytes(each["content"])))},
                    "$unset": {"content": ""},
                },
            )
            for each in page
        ]
        if writes:
            await self._activities.bulk_write(writes, ordered=False)
        return len(writes)

    async def forget_nearness(self, brand: str, today: int, limit: int) -> None:
        past: Document = {"brand": brand, "near_until": {"$lte": today}}
        page = await self._facts.find(past, {"_id": 1}).limit(limit).to_list(limit)
        if page:
            ids = [each["_id"] for each in page]
            gone = {"$unset": {"near": "", "near_until": ""}}
            await self._facts.update_many({**past, "_id": {"$in": ids}}, gone)

    async def backlog(self, brand: str, before: datetime) -> Backlog:
        past = _past(brand, before)
        oldest = await self._activities.find_one(past, sort=[("recorded_at", ASCENDING)])
        count = await self._activities.count_documents(past, limit=COUNTED_MAX)
        return Backlog(count, None if oldest is None else oldest["recorded_at"])


def _past(brand: str, before: datetime) -> Document:
    return {"brand": brand, "content": {"$exists": True}, "recorded_at": {"$lt": before}}

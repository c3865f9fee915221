"""Counts of items by local day and issue in MongoDB: one aggregation by the index of their time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.common.mongo import ASCENDING, Database, Document, aggregate
from services.feedback.items.domain.crisis import CHANNEL
from services.feedback.items.domain.trends import DayCount
from services.feedback.items.storage.collections import COLLECTION, EPOCH, said_within


class MongoTrends:
    """Implements `items.commands.feedback_trends.TrendStore`."""

    def __init__(self, db: Database) -> None:
        self._items = db[COLLECTION]

    async def days(
        self, brand: str, since: datetime, until: datetime, zone: ZoneInfo
    ) -> list[DayCount]:
        at = {"$ifNull": ["$said_at", "$created_at"]}
        day = {"date": at, "format": "%Y-%m-%d", "timezone": zone.key}
        pipeline: list[Document] = [
            # An item of a crisis is about items that are counted themselves.
            {"$match": {**said_within(brand, since, until), "channel": {"$ne": CHANNEL}}},
            {"$project": {"created_at": 1, "said_at": 1, "topics": 1}},
            {"$unwind": "$topics"},
            {
                "$group": {
                    "_id": {"issue": "$topics", "day": {"$dateToString": day}},
                    "count": {"$sum": 1},
                }
            },
        ]
        return [
            DayCount(row["_id"]["issue"], date.fromisoformat(row["_id"]["day"]), row["count"])
            async for row in aggregate(self._items, pipeline)
        ]

    async def first_at(self, brand: str) -> datetime | None:
        known = {"brand": brand, "created_at": {"$gt": EPOCH}}
        cursor = self._items.find(known, {"created_at": 1}).sort("created_at", ASCENDING).limit(1)
        found = await cursor.to_list(1)
        return found[0]["created_at"] if found else None

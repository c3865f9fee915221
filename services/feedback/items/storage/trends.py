"""Counts of items by week and issue in MongoDB: one aggregation over the index of their time."""

from collections.abc import Sequence
from datetime import datetime

from services.common.mongo import ASCENDING, Database, Document, aggregate
from services.feedback.items.domain.crisis import CHANNEL
from services.feedback.items.domain.trends import Week
from services.feedback.items.storage.collections import COLLECTION


class MongoTrends:
    """Implements `items.commands.feedback_trends.TrendStore`."""

    def __init__(self, db: Database) -> None:
        self._items = db[COLLECTION]

    async def weeks(self, brand: str, starts: Sequence[datetime]) -> list[Week]:
        wanted = {"brand": brand, "created_at": {"$gte": starts[0], "$lt": starts[-1]}}
        pipeline: list[Document] = [
            # An item of a crisis is about items that are counted themselves.
            {"$match": {**wanted, "channel": {"$ne": CHANNEL}}},
            {"$project": {"created_at": 1, "topics": 1}},
            {"$unwind": "$topics"},
            {
                "$group": {
                    "_id": {"issue": "$topics", "week": _week_of(starts)},
                    "count": {"$sum": 1},
                }
            },
        ]
        last = len(starts) - 2
        return [
            Week(row["_id"]["issue"], last - row["_id"]["week"], row["count"])
            async for row in aggregate(self._items, pipeline)
        ]

    async def first_at(self, brand: str) -> datetime | None:
        cursor = self._items.find({"brand": brand}, {"created_at": 1})
        found = await cursor.sort("created_at", ASCENDING).limit(1).to_list(1)
        return found[0]["created_at"] if found else None


def _week_of(starts: Sequence[datetime]) -> Document:
    """The place in `starts` of the week that an item is in."""
    branches = [
        {"case": {"$lt": ["$created_at", end]}, "then": number}
        for number, end in enumerate(starts[1:])
    ]
    return {"$switch": {"branches": branches, "default": len(starts)}}

"""What channels sent, counted by brand, day and channel, for 400 days.

`channel_days`  {_id: "brand/day/channel", brand, day, channel, recorded, repeated, late,
                 reasons: {reason: number}, at: the day's midnight in UTC}
"""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from services.common.mongo import DESCENDING, Database, Document, IndexModel, UpdateOne
from services.members.activities.domain.data_quality import ChannelDay, Counts

COLLECTION = "channel_days"
KEPT_S = 400 * 86_400
INDEXES = {
    COLLECTION: [
        IndexModel([("at", DESCENDING)], expireAfterSeconds=KEPT_S),
        IndexModel([("brand", DESCENDING), ("day", DESCENDING), ("channel", DESCENDING)]),
    ]
}


class MongoDataQuality:
    """Implements `activities.commands.data_quality.QualityStore`."""

    def __init__(self, db: Database) -> None:
        self._days = db[COLLECTION]

    async def channels(self, brand: str, day: date) -> list[str]:
        """The channels that are counted on that day."""
        return await self._days.distinct("channel", {"brand": brand, "day": day.isoformat()})

    async def add(self, counts: Mapping[tuple[str, date, str], Counts]) -> None:
        """Add to what is kept."""
        await self._days.bulk_write(
            [_write(*key, each) for key, each in counts.items()], ordered=False
        )

    async def page(
        self, brand: str, first: date, last: date, before: tuple[date, str] | None, limit: int
    ) -> list[ChannelDay]:
        """Days from `first` to `last`, the latest first, each by channel; behind `before`."""
        query: Document = {
            "brand": brand,
            "day": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        }
        if before is not None:
            day = before[0].isoformat()
            query["$or"] = [{"day": {"$lt": day}}, {"day": day, "channel": {"$lt": before[1]}}]
        cursor = self._days.find(query).sort([("day", DESCENDING), ("channel", DESCENDING)])
        return [_channel_day(found) for found in await cursor.limit(limit).to_list(limit)]


def _write(brand: str, day: date, channel: str, counts: Counts) -> UpdateOne:
    numbers = {"recorded": counts.recorded, "repeated": counts.repeated, "late": counts.late}
    reasons = {f"reasons.{reason}": number for reason, number in counts.reasons.items()}
    named = {
        "brand": brand,
        "day": day.isoformat(),
        "channel": channel,
        "at": datetime.combine(day, time(), UTC),
    }
    # Neither a brand, a day nor a channel has a slash in it.
    return UpdateOne(
        {"_id": f"{brand}/{day.isoformat()}/{channel}"},
        {"$inc": numbers | reasons, "$setOnInsert": named},
        upsert=True,
    )


def _channel_day(found: Mapping[str, Any]) -> ChannelDay:
    counts = Counts(
        found["recorded"], found["repeated"], found["late"], Counter(found.get("reasons", {}))
    )
    return ChannelDay(date.fromisoformat(found["day"]), found["channel"], counts)

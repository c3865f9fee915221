"""Members by the channel that brought them, counted from happenings, and what channels cost.

`insight_costs`  {_id: "brand/month/channel", b, month: its first day, c: channel, minor, at}
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    ReplaceOne,
    Session,
    aggregate,
)
from services.common.written_once import Sent, TextWire, written_once
from services.feedback.insight.domain.acquisition import RETURN_DAYS, Acquired
from services.feedback.insight.domain.happening import ENROLMENT, ORDER, REFUND
from services.feedback.insight.storage.days import day_of, number_of
from services.feedback.insight.storage.happenings import HAPPENINGS

COSTS = "insight_costs"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COSTS: [IndexModel([("b", ASCENDING), ("month", ASCENDING)])]
}


class MongoAcquisition:
    """Implements `insight.commands.ports.Acquisition`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._happenings = db[HAPPENINGS]
        self._costs = db[COSTS]

    async def acquired(
        self, brand: str, sources: Collection[str], since: date, until: date
    ) -> Mapping[tuple[str, date], Acquired]:
        enrolled = {"$gte": number_of(since), "$lt": number_of(until)}
        wanted: Document = {"b": brand, "u": {"$in": sorted(sources)}, "e": enrolled}
        early = {"$lt": [{"$subtract": ["$d", "$e"]}, RETURN_DAYS]}
        pipeline: list[Document] = [
            {"$match": {**wanted, "k": {"$in": [ENROLMENT, ORDER, REFUND]}}},
            {
                "$group": {
                    "_id": {"u": "$u", "e": "$e"},
                    "members": {"$sum": {"$cond": [{"$eq": ["$k", ENROLMENT]}, 1, 0]}},
                    "minor": {"$sum": {"$cond": [early, "$v", 0]}},
                }
            },
        ]
        found: dict[tuple[str, date], Acquired] = {}
        async for row in aggregate(self._happenings, pipeline, allowDiskUse=True):
            key = row["_id"]["u"], day_of(row["_id"]["e"]).replace(day=1)
            more = Acquired(row["members"], row["minor"])
            found[key] = found.get(key, Acquired()) + more
        return found

    async def costs(self, brand: str, since: date, until: date) -> Mapping[tuple[str, date], int]:
        months = {"$gte": since.isoformat(), "$lt": until.isoformat()}
        cursor = self._costs.find({"b": brand, "month": months})
        return {
            (each["c"], date.fromisoformat(each["month"])): each["minor"] async for each in cursor
        }

    async def put_costs(
        self, brand: str, request_id: str, content: bytes, month: date, costs: Mapping[str, int]
    ) -> bool:
        now = self._clock.now()

        async def put(session: Session) -> str:
            writes = [
                ReplaceOne(
                    {"_id": f"{brand}/{month.isoformat()}/{channel}"},
                    {
                        "b": brand,
                        "month": month.isoformat(),
                        "c": channel,
                        "minor": minor,
                        "at": now,
                    },
                    upsert=True,
                )
                for channel, minor in costs.items()
            ]
            await self._costs.bulk_write(writes, session=session)
            return month.isoformat()

        request = Sent(brand, request_id, content)
        _, replayed = await written_once(self._db, self._clock, request, TextWire(), put)
        return replayed

"""What orders are put down to, in MongoDB.

`insight_credits`  {_id: "brand/day", b, d: day, rows: [[model, message, channel, minor]]}
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from services.common.mongo import ASCENDING, Database, Document, IndexModel, aggregate
from services.feedback.audience.domain import Purpose
from services.feedback.insight.domain.attribution import Model, Sold, Source, Touched
from services.feedback.insight.domain.happening import ORDER, REFUND
from services.feedback.insight.storage.days import number_of
from services.feedback.insight.storage.happenings import HAPPENINGS
from services.feedback.reach.domain.touch import State
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES

CREDITS = "insight_credits"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    CREDITS: [IndexModel([("b", ASCENDING), ("d", ASCENDING)])],
    TOUCHES: [
        IndexModel(
            [("brand", ASCENDING), ("purpose", ASCENDING), ("ended_at", ASCENDING)],
            partialFilterExpression={"purpose": Purpose.MARKETING.value},
        )
    ],
}
REACHED = (State.SENT.value, State.DELIVERED.value)
AT_ONCE = 1_000


class MongoCredits:
    """Implements `insight.commands.ports.Credits`."""

    def __init__(self, db: Database) -> None:
        self._happenings = db[HAPPENINGS]
        self._credits = db[CREDITS]
        self._touches = db[TOUCHES]

    async def sold(self, brand: str, day: date) -> Sequence[Sold]:
        wanted = {"b": brand, "d": number_of(day), "k": ORDER, "m": {"$ne": ""}}
        orders = [each async for each in self._happenings.find(wanted)]
        back: dict[str, int] = {}
        for start in range(0, len(orders), AT_ONCE):
            named = [each["o"] for each in orders[start : start + AT_ONCE] if each["o"]]
            refunds = {"b": brand, "o": {"$in": named, "$gt": ""}, "k": REFUND}
            async for each in self._happenings.find(refunds, {"o": 1, "v": 1}):
                back[each["o"]] = back.get(each["o"], 0) - each["v"]
        return [Sold(each["m"], each["at"], each["v"], back.get(each["o"], 0)) for each in orders]

    async def touched(
        self, brand: str, members: Collection[str], since: datetime, until: datetime
    ) -> Mapping[str, Sequence[Touched]]:
        found: dict[str, list[Touched]] = {}
        named = list(members)
        for start in range(0, len(named), AT_ONCE):
            wanted = {
                "brand": brand,
                "member_id": {"$in": named[start : start + AT_ONCE]},
                "state": {"$in": list(REACHED)},
                "purpose": Purpose.MARKETING.value,
                "ended_at": {"$gte": since, "$lte": until},
            }
            async for each in self._touches.find(wanted):
                touched = Touched(each["ended_at"], each["message"], each["channel"])
                found.setdefault(each["member_id"], []).append(touched)
        return found

    async def put(
        self, brand: str, day: date, credits: Mapping[Model, Mapping[Source, int]]
    ) -> None:
        rows = [
            [model.value, *source, minor]
            for model, by_source in sorted(credits.items())
            for source, minor in sorted(by_source.items())
        ]
        document = {"b": brand, "d": number_of(day), "rows": rows}
        named = {"_id": f"{brand}/{number_of(day)}"}
        await self._credits.replace_one(named, document, upsert=True)

    async def sums(
        self, brand: str, model: Model, since: date, until: date
    ) -> Mapping[Source, int]:
        days = {"$gte": number_of(since), "$lte": number_of(until)}
        sums: dict[Source, int] = {}
        async for day in self._credits.find({"b": brand, "d": days}):
            for by, message, channel, minor in day["rows"]:
                if by == model:
                    source = Source(message, channel)
                    sums[source] = sums.get(source, 0) + minor
        return sums

    async def groups(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncIterator[tuple[str, bool, datetime]]:
        control = {"$eq": ["$state", State.CONTROL.value]}
        pipeline: list[Document] = [
            {
                "$match": {
                    "brand": brand,
                    "purpose": Purpose.MARKETING.value,
                    "ended_at": {"$gte": since, "$lt": until},
                    "state": {"$in": [*REACHED, State.CONTROL.value]},
                }
            },
            {
                "$group": {
                    "_id": "$member_id",
                    "held": {"$max": control},
                    "sent": {"$max": {"$not": [control]}},
                    "at": {"$min": "$ended_at"},
                }
            },
            # The holdout is drawn anew each year: whoever was in both belongs to neither.
            {"$match": {"$expr": {"$ne": ["$held", "$sent"]}}},
        ]
        async for row in aggregate(self._touches, pipeline, allowDiskUse=True):
            yield row["_id"], row["held"], row["at"]

    async def buyers(self, brand: str, members: Mapping[str, datetime], within: timedelta) -> int:
        if not members:
            return 0
        first, last = min(members.values()), max(members.values()) + within
        wanted = {
            "b": brand,
            "m": {"$in": list(members)},
            "k": ORDER,
            "at": {"$gte": first, "$lte": last},
        }
        found = self._happenings.find(wanted, {"m": 1, "at": 1})
        return len(
            {
                each["m"]
                async for each in found
                if members[each["m"]] <= each["at"] <= members[each["m"]] + within
            }
        )

"""Messages that went out, in MongoDB.

`touches`       those of reach, by the instant of their state
`watch_tokens`  {_id: "insight_touches", at, token}    those up to the instant `at` are counted, and
                of it those with an id up to `token`
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from services.common.follower import COLLECTION as TOKENS
from services.common.mongo import ASCENDING, Database, Document, IndexModel
from services.feedback.audience.domain import Purpose
from services.feedback.insight.domain.gone_out import GoneOut, Place
from services.feedback.reach.domain.touch import State
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES

NAME = "insight_touches"
_OUT = (State.SENT, State.DELIVERED, State.UNKNOWN, State.FAILED)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST = Place(datetime(2000, 1, 1, tzinfo=UTC))
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    TOUCHES: [
        IndexModel(
            [("ended_at", ASCENDING), ("_id", ASCENDING)],
            partialFilterExpression={"ended_at": {"$gt": _EPOCH}},
            name="ended",
        )
    ],
}


class MongoGoneOut:
    """Implements `insight.commands.ports.GoneOutTouches`."""

    def __init__(self, db: Database) -> None:
        self._touches = db[TOUCHES]
        self._tokens = db[TOKENS]

    async def place(self) -> Place:
        found = await self._tokens.find_one({"_id": NAME})
        return Place(found["at"], found["token"]) if found else FIRST

    async def behind(self, place: Place, until: datetime, most: int) -> list[GoneOut]:
        wanted: Document = {
            "ended_at": {"$gte": place.at, "$lte": until},
            "$or": [{"ended_at": {"$gt": place.at}}, {"_id": {"$gt": place.id}}],
            "state": {"$in": [each.value for each in _OUT]},
        }
        order = [("ended_at", ASCENDING), ("_id", ASCENDING)]
        found = self._touches.find(wanted).sort(order).limit(most)
        return [_gone_out(each) async for each in found]

    async def counted(self, place: Place) -> None:
        told = {"at": place.at, "token": place.id}
        await self._tokens.update_one({"_id": NAME}, {"$set": told}, upsert=True)


def _gone_out(found: Mapping[str, Any]) -> GoneOut:
    attempts = found.get("attempts") or ()
    return GoneOut(
        id=found["_id"],
        brand=found["brand"],
        member_id=found["member_id"],
        channel=found["channel"],
        marketing=found["purpose"] == Purpose.MARKETING.value,
        arrived=found["state"] == State.DELIVERED.value,
        handed_at=attempts[-1]["at"] if attempts else found["ended_at"],
        ended_at=found["ended_at"],
    )

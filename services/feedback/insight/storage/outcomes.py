"""What members did, as experiments ask for it: their happenings, complaints and withdrawals."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

from services.common.mongo import Database
from services.feedback.analysis.domain.intent import Intent
from services.feedback.audience.domain import Purpose
from services.feedback.audience.storage import COLLECTION as AUDIENCE
from services.feedback.audience.storage import member_key, to_reached
from services.feedback.experiments.domain.keeping import Done, Span
from services.feedback.insight.storage.days import number_of
from services.feedback.insight.storage.happenings import HAPPENINGS
from services.feedback.items.storage.collections import COLLECTION as ITEMS

DAY = timedelta(days=1)


class MongoOutcomes:
    """Implements `experiments.commands.ports.Outcomes`."""

    def __init__(self, db: Database, heard_at: Callable[[], Awaitable[datetime | None]]) -> None:
        self._happenings = db[HAPPENINGS]
        self._items = db[ITEMS]
        self._audience = db[AUDIENCE]
        self._heard_at = heard_at

    async def as_of(self) -> datetime | None:
        return await self._heard_at()

    async def done(
        self, brand: str, kinds: Collection[str], members: Collection[str], span: Span
    ) -> list[Done]:
        # The days of any zone: the index has days, and not instants.
        days = {
            "$gte": number_of((span.since - DAY).date()),
            "$lte": number_of((span.until + DAY).date()),
        }
        query = {"b": brand, "m": {"$in": list(members)}, "d": days, "k": {"$in": list(kinds)}}
        found = self._happenings.find(query, {"m": 1, "k": 1, "at": 1, "v": 1})
        return [Done(each["m"], each["k"], each["at"], each["v"]) async for each in found]

    async def opted_out(self, brand: str, members: Mapping[str, datetime]) -> set[str]:
        keys = [member_key(brand, each) for each in members]
        known = [to_reached(each) async for each in self._audience.find({"_id": {"$in": keys}})]
        # On any channel: a grant behind it is another word of the same channel.
        return {
            each.member_id
            for each in known
            if each is not None
            and any(
                not said.granted and said.at >= members[each.member_id]
                for (purpose, _), said in each.consents.items()
                if purpose == Purpose.MARKETING
            )
        }

    async def complained(self, brand: str, members: Mapping[str, datetime]) -> set[str]:
        query = {
            "brand": brand,
            "member_id": {"$in": list(members)},
            "intent": Intent.COMPLAINS.value,
        }
        found = self._items.find(query, {"member_id": 1, "created_at": 1})
        return {
            each["member_id"]
            async for each in found
            if each["created_at"] >= members[each["member_id"]]
        }

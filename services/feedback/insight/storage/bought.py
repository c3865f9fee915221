"""The series that members bought, read from the happenings of orders."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

from services.common.mongo import Database, Document, aggregate
from services.feedback.insight.domain.happening import ORDER
from services.feedback.insight.storage.days import day_of, number_of
from services.feedback.insight.storage.happenings import HAPPENINGS
from services.feedback.offers.domain.association import Days


class MongoBought:
    """Implements `offers.commands.ports.Orders`."""

    def __init__(self, db: Database) -> None:
        self._happenings = db[HAPPENINGS]

    async def of_member(self, brand: str, member_id: str, since: date) -> Mapping[str, Days]:
        wanted = {"b": brand, "m": member_id, "d": {"$gte": number_of(since)}, "k": ORDER}
        cursor = self._happenings.find({**wanted, "p": {"$exists": True}}, {"d": 1, "p": 1})
        orders = [(series, each["d"]) async for each in cursor for series in each["p"]]
        return _by_series(orders)

    async def of_all(self, brand: str, since: date) -> AsyncIterator[Mapping[str, Days]]:
        wanted: Document = {"b": brand, "k": ORDER, "d": {"$gte": number_of(since)}}
        pipeline: list[Document] = [
            {"$match": {**wanted, "m": {"$ne": ""}, "p": {"$exists": True}}},
            {"$unwind": "$p"},
            {"$group": {"_id": "$m", "orders": {"$addToSet": {"p": "$p", "d": "$d"}}}},
        ]
        async for row in aggregate(self._happenings, pipeline, allowDiskUse=True):
            yield _by_series([(each["p"], each["d"]) for each in row["orders"]])


def _by_series(orders: list[tuple[Any, int]]) -> Mapping[str, Days]:
    found: dict[str, list[date]] = {}
    for series, number in sorted(orders):
        found.setdefault(series, []).append(day_of(number))
    return found

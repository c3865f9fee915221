"""Counts of items in MongoDB: each is one aggregation, and no item itself is read."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from services.common.mongo import Database, Document, aggregate
from services.feedback.items.domain.figures import Answered, OpenNow, Outcome
from services.feedback.items.domain.queue import OPEN
from services.feedback.items.domain.states import State
from services.feedback.items.storage.collections import COLLECTION

MINUTE_MS = 60_000


class MongoFigures:
    """Implements `items.commands.feedback_figures.FigureStore`."""

    def __init__(self, db: Database) -> None:
        self._items = db[COLLECTION]

    async def answered(
        self,
        brand: str,
        since: datetime,
        until: datetime,
        now: datetime,
        stores: Collection[str] = (),
    ) -> list[Answered]:
        created = {"$gte": since, "$lt": until}
        wanted = {"brand": brand, "created_at": created, **_about(stores)}
        pipeline: list[Document] = [
            {"$match": wanted},
            {"$group": {"_id": _row(now), "count": {"$sum": 1}}},
        ]
        return [
            Answered(
                row["_id"]["team"],
                row["_id"]["person"],
                Outcome(row["_id"]["outcome"]),
                None if row["_id"]["minutes"] is None else int(row["_id"]["minutes"]),
                row["count"],
                row["_id"]["score"],
            )
            async for row in aggregate(self._items, pipeline)
        ]

    async def open_now(self, brand: str, stores: Collection[str] = ()) -> list[OpenNow]:
        states = sorted(state.value for state in OPEN)
        key = {
            "team": "$team",
            "person": "$assignee",
            "waiting": {"$eq": ["$state", State.WAITING.value]},
            "late": {"$gt": [{"$ifNull": ["$level", 0]}, 0]},
        }
        pipeline: list[Document] = [
            {"$match": {"brand": brand, "state": {"$in": states}, **_about(stores)}},
            {"$group": {"_id": key, "count": {"$sum": 1}}},
        ]
        return [
            OpenNow(**row["_id"], count=row["count"])
            async for row in aggregate(self._items, pipeline)
        ]


def _about(stores: Collection[str]) -> Document:
    return {"store_id": {"$in": sorted(stores)}} if stores else {}


def _row(now: datetime) -> dict[str, Any]:
    responder = {"$ifNull": ["$first_responder", ""]}
    is_answered = {"$ne": [{"$ifNull": ["$first_response_at", None]}, None]}
    is_due = {"$ne": [{"$ifNull": ["$response_due", None]}, None]}
    given_in_time = {"$or": [{"$not": is_due}, {"$lte": ["$first_response_at", "$response_due"]}]}
    missed = {"$and": [is_due, {"$lt": ["$response_due", now]}]}
    late = {"$cond": [missed, Outcome.MISSED.value, Outcome.PENDING.value]}
    outcome = {"$cond": [given_in_time, Outcome.IN_TIME.value, Outcome.LATE.value]}
    took = {"$subtract": ["$first_response_at", "$created_at"]}
    return {
        "team": "$team",
        "person": {"$cond": [{"$eq": [responder, ""]}, "$assignee", responder]},
        "outcome": {"$cond": [is_answered, outcome, late]},
        "score": {"$ifNull": ["$rating.score", None]},
        "minutes": {"$cond": [is_answered, {"$floor": {"$divide": [took, MINUTE_MS]}}, None]},
    }

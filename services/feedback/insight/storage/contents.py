"""Figures of contents and series, counted from happenings in MongoDB when they are asked for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.common.mongo import Database, Document, aggregate
from services.feedback.insight.domain.content import (
    CART,
    COLLECT,
    FINISHED_PERCENT,
    INTERACTIONS,
    LIKE,
    ORDER,
    SHARE,
    VIEWS,
    ContentFigure,
    Subject,
)
from services.feedback.insight.storage.days import day_of, number_of
from services.feedback.insight.storage.happenings import HAPPENINGS

_FIELDS = {Subject.CONTENT: "t", Subject.SERIES: "p"}
_FROM_MONDAY = 3
"""1970-01-01, whose number is 0, was a Thursday."""
_DID = {
    "liked": [LIKE],
    "collected": [COLLECT],
    "shared": [SHARE],
    "in_cart": [CART],
    "ordered": [ORDER],
    "interacted": list(INTERACTIONS),
}


class MongoContents:
    """Implements `insight.commands.ports.Contents`."""

    def __init__(self, db: Database) -> None:
        self._happenings = db[HAPPENINGS]

    async def figures(
        self, brand: str, subject: Subject, since: date, until: date, most: int
    ) -> list[ContentFigure]:
        wanted = _wanted(brand, since, until)
        pipeline = [
            *_counted(_FIELDS[subject], wanted, None),
            {"$sort": {"viewers": -1, "interacted": -1, "_id": 1}},
            {"$limit": most},
        ]
        return await self._found(pipeline)

    async def weeks(
        self, brand: str, subject: Subject, code: str, since: date, until: date
    ) -> list[ContentFigure]:
        monday = {"$subtract": ["$d", {"$mod": [{"$add": ["$d", _FROM_MONDAY]}, 7]}]}
        wanted = _wanted(brand, since, until)
        counted = _counted(_FIELDS[subject], wanted, monday, code)
        return await self._found([*counted, {"$sort": {"_id.w": 1}}])

    async def _found(self, pipeline: Sequence[Document]) -> list[ContentFigure]:
        rows = aggregate(self._happenings, pipeline, allowDiskUse=True)
        return [_figure(row) async for row in rows]


def _wanted(brand: str, since: date, until: date) -> Document:
    days = {"$gte": number_of(since), "$lte": number_of(until)}
    return {"b": brand, "d": days, "k": {"$in": [*VIEWS, *INTERACTIONS]}, "m": {"$ne": ""}}


def _counted(
    field: str, wanted: Document, week: Document | None, code: str | None = None
) -> list[Document]:
    """Rows by subject and week, of all or of one. A member is one in each."""
    about: Document = {"$gt": ""} if code is None else {"$eq": code}
    done = {name: {"$max": {"$in": ["$k", kinds]}} for name, kinds in _DID.items()}
    viewed = {"$in": ["$k", list(VIEWS)]}
    by_member: Document = {
        "_id": {"s": f"${field}", "w": week, "m": "$m"},
        "views": {"$sum": {"$cond": [viewed, 1, 0]}},
        "read": {"$max": {"$cond": [viewed, {"$ifNull": ["$r", 0]}, 0]}},
        **done,
    }
    finished = {"$and": [{"$gt": ["$views", 0]}, {"$gte": ["$read", FINISHED_PERCENT]}]}
    each_series: list[Document] = [{"$unwind": "$p"}, {"$match": {"p": about}}]
    return [
        {"$match": {**wanted, field: about}},
        *(each_series if field == _FIELDS[Subject.SERIES] else ()),
        {"$group": by_member},
        {
            "$group": {
                "_id": {"s": "$_id.s", "w": "$_id.w"},
                "viewers": {"$sum": {"$cond": [{"$gt": ["$views", 0]}, 1, 0]}},
                "views": {"$sum": "$views"},
                "read": {"$sum": "$read"},
                "finished": {"$sum": {"$cond": [finished, 1, 0]}},
                **{name: {"$sum": {"$cond": [f"${name}", 1, 0]}} for name in _DID},
            }
        },
    ]


def _figure(row: Mapping[str, Any]) -> ContentFigure:
    week = row["_id"].get("w")
    return ContentFigure(
        code=row["_id"]["s"],
        week=None if week is None else day_of(week),
        viewers=row["viewers"],
        views=row["views"],
        read_percents=row["read"],
        finished=row["finished"],
        **{name: row[name] for name in _DID},
    )

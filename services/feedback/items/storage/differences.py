"""Counts of members by segment and by what they said, in MongoDB: one aggregation.

It reads the items of a time by their index, makes one document of each member, joins the segments
that the copy of members' facts has for them, and counts. One row for each side and subject leaves
the database.
"""

from datetime import datetime
from typing import Any

from services.common.mongo import Database, Document, aggregate
from services.feedback.analysis.domain.sentiment import Label
from services.feedback.fact_store.storage import COLLECTION as FACTS
from services.feedback.items.domain.crisis import CHANNEL
from services.feedback.items.domain.differences import Heard, Kind, Question, Side, Subject
from services.feedback.items.storage.collections import COLLECTION, said_within

_MEMBER, _READ = "member", "read"
"""Marks of every member, and of those of whom the model read an item."""


class MongoDifferences:
    """Implements `items.commands.feedback_differences.DifferenceStore`."""

    def __init__(self, db: Database) -> None:
        self._items = db[COLLECTION]

    async def are_more(self, brand: str, since: datetime, until: datetime, most: int) -> bool:
        return (
            await self._items.count_documents(said_within(brand, since, until), limit=most + 1)
            > most
        )

    async def heard(self, brand: str, asked: Question) -> dict[Side, Heard]:
        named = {
            **said_within(brand, asked.since, asked.until),
            # An item of a crisis is about items that are counted themselves.
            "channel": {"$ne": CHANNEL},
            "member_id": {"$nin": ["", None]},
            "anonymous": {"$ne": True},
        }
        pipeline: list[Document] = [
            {"$match": named},
            {"$project": {"member_id": 1, "marks": _marks()}},
            {"$unwind": "$marks"},
            # First each mark of a member once: no member grows beyond what the brand has codes.
            {"$group": {"_id": {"member": "$member_id", "mark": "$marks"}}},
            {"$group": {"_id": "$_id.member", "marks": {"$push": "$_id.mark"}}},
            # As MongoMemberFacts names its documents.
            {"$set": {"key": {"$concat": [{"$literal": f"{brand}/"}, "$_id"]}}},
            {
                "$lookup": {
                    "from": FACTS,
                    "localField": "key",
                    "foreignField": "_id",
                    "pipeline": [{"$project": {"erased": 1, "in": "$segment_facts.segments"}}],
                    "as": "facts",
                }
            },
            {"$match": {"facts.erased": {"$ne": True}}},
            {"$project": {"marks": 1, "side": _side(asked)}},
            {"$match": {"side": {"$ne": None}}},
            {"$unwind": "$marks"},
            {"$group": {"_id": {"side": "$side", "mark": "$marks"}, "members": {"$sum": 1}}},
        ]
        sides: dict[Side, Heard] = {}
        async for row in aggregate(self._items, pipeline):
            heard = sides.setdefault(Side(row["_id"]["side"]), Heard())
            kind, code = row["_id"]["mark"]["kind"], row["_id"]["mark"]["code"]
            if kind == _MEMBER:
                heard.members = row["members"]
            elif kind == _READ:
                heard.read = row["members"]
            else:
                heard.spoke[Subject(Kind(kind), code)] = row["members"]
        return sides


def _marks() -> Document:
    """What an item says of its member."""
    label, category = {"$ifNull": ["$sentiment.label", ""]}, {"$ifNull": ["$category", ""]}
    topics = {"$ifNull": ["$topics", []]}
    return {
        "$concatArrays": [
            [_mark(_MEMBER)],
            {"$map": {"input": topics, "as": "each", "in": _mark(Kind.TOPIC, "$$each")}},
            _if({"$ne": [category, ""]}, _mark(Kind.CATEGORY, "$category")),
            _if({"$ne": [label, ""]}, _mark(_READ)),
            _if({"$eq": [label, Label.NEGATIVE.value]}, _mark(Kind.NEGATIVE)),
        ]
    }


def _mark(kind: str, code: str = "") -> Document:
    return {"kind": str(kind), "code": code}


def _if(condition: Document, mark: Document) -> Document:
    return {"$cond": [condition, [mark], []]}


def _side(asked: Question) -> Document:
    """The side of a member with `facts`; null for none."""
    known: dict[str, Any] = {"$ifNull": [{"$first": "$facts.in"}, []]}
    here = {"$in": [asked.segment, known]}
    there = {"$in": [asked.against, known]} if asked.against else {"$not": here}
    return {
        "$switch": {
            "branches": [
                {"case": {"$and": [here, there]}, "then": Side.BOTH.value},
                {"case": here, "then": Side.SEGMENT.value},
                {"case": there, "then": Side.AGAINST.value},
            ],
            "default": None,
        }
    }

"""Happenings in MongoDB.

`insight_happenings`  {_id: of the event, b: brand, d: local day, m: member ("" for nobody),
                       k: kind, v: minor units, s: store, c: channel, o: order, at,
                       p: [series of an order's lines or of the article], absent without any,
                       t: content, r: percent of it that was read; absent without any,
                       e: day of the member's enrolment or null,
                       u: source of the member's origin, absent where nobody knows it,
                       via: [merges by which it counts for m]}
`insight_people`  {_id: "brand/member", b, m, e: day of the enrolment, o: day of the first order,
                   u: source of the origin}
`insight_zones`   {_id: brand, zone}
`insight_dirty`   {_id: "brand/grain/day", b, g: grain, d, at, due, mark}    to be counted again

Days are numbers from 1970-01-01, which is 0.
"""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    BulkWriteError,
    Database,
    Document,
    IndexModel,
    UpdateOne,
    aggregate,
)
from services.feedback.insight.domain.behind import Found, Newcomers, Question
from services.feedback.insight.domain.bucket import Mark
from services.feedback.insight.domain.funnel import Done
from services.feedback.insight.domain.happening import ENROLMENT, ORDER, Happening, Move
from services.feedback.insight.domain.metrics import FirstOrders
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.storage.behind import doers, newcomers
from services.feedback.insight.storage.days import day_of, number_of

HAPPENINGS, PEOPLE, ZONES, DIRTY = (
    "insight_happenings",
    "insight_people",
    "insight_zones",
    "insight_dirty",
)
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    HAPPENINGS: [
        IndexModel([("b", ASCENDING), ("d", ASCENDING), ("k", ASCENDING)]),
        IndexModel([("b", ASCENDING), ("k", ASCENDING), ("d", ASCENDING), ("m", ASCENDING)]),
        IndexModel([("b", ASCENDING), ("m", ASCENDING), ("d", ASCENDING)]),
        IndexModel([("via", ASCENDING)], sparse=True),
        IndexModel(
            [("b", ASCENDING), ("u", ASCENDING), ("e", ASCENDING)],
            partialFilterExpression={"u": {"$gt": ""}},
        ),
        IndexModel(
            [("b", ASCENDING), ("d", ASCENDING), ("t", ASCENDING)],
            partialFilterExpression={"t": {"$gt": ""}},
        ),
        IndexModel(
            [("b", ASCENDING), ("o", ASCENDING)], partialFilterExpression={"o": {"$gt": ""}}
        ),
    ],
    PEOPLE: [IndexModel([("b", ASCENDING), ("e", ASCENDING)])],
    DIRTY: [IndexModel([("due", ASCENDING)])],
}
DUPLICATE = 11_000
FUNNEL_MEMBERS_AT_ONCE = 500


class MongoHappenings:
    """Implements `insight.commands.ports.Happenings`."""

    def __init__(self, db: Database) -> None:
        self._happenings = db[HAPPENINGS]
        self._people = db[PEOPLE]
        self._zones = db[ZONES]
        self._dirty = db[DIRTY]

    async def zones(self) -> Mapping[str, str]:
        return {each["_id"]: each["zone"] async for each in self._zones.find({})}

    async def keep_zone(self, brand: str, name: str) -> None:
        await self._zones.update_one({"_id": brand}, {"$set": {"zone": name}}, upsert=True)

    async def add(self, happenings: Sequence[tuple[Happening, date]]) -> None:
        if not happenings:
            return
        await self._know(happenings)
        enrolled = await self._enrolled(
            {(f.brand, f.member_id) for f, _ in happenings if f.member_id}
        )
        documents = [
            _document(f, day, *enrolled.get((f.brand, f.member_id), (None, "")))
            for f, day in happenings
        ]
        try:
            await self._happenings.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            problems = (error.details or {}).get("writeErrors", ())
            if any(each["code"] != DUPLICATE for each in problems):
                raise
        # Also those of repeats: whoever was stopped between the two writes comes again.

    async def _know(self, happenings: Sequence[tuple[Happening, date]]) -> None:
        writes = []
        for happening, day in happenings:
            field = {ENROLMENT: "e", ORDER: "o"}.get(happening.kind)
            if field and happening.member_id:
                update = {
                    "$min": {field: number_of(day)},
                    "$set": {
                        "b": happening.brand,
                        "m": happening.member_id,
                        **({"u": happening.source} if happening.source else {}),
                    },
                }
                named = {"_id": f"{happening.brand}/{happening.member_id}"}
                writes.append(UpdateOne(named, update, upsert=True))
        if writes:
            await self._people.bulk_write(writes, ordered=False)

    async def _enrolled(
        self, members: Collection[tuple[str, str]]
    ) -> Mapping[tuple[str, str], tuple[int, str]]:
        named = {"_id": {"$in": [f"{brand}/{member}" for brand, member in members]}}
        return {
            (each["b"], each["m"]): (each["e"], each.get("u", ""))
            async for each in self._people.find(named)
            if "e" in each
        }

    async def days_of(self, brand: str, member_id: str, merge_id: str = "") -> list[date]:
        query = {"via": merge_id, "b": brand} if merge_id else {"b": brand, "m": member_id}
        return [day_of(number) for number in await self._happenings.distinct("d", query)]

    async def days_of_orders(self, brand: str, orders: Collection[str]) -> list[date]:
        query = {"b": brand, "o": {"$in": list(orders), "$gt": ""}, "k": ORDER}
        return [day_of(number) for number in await self._happenings.distinct("d", query)]

    async def move(self, move: Move) -> None:
        if move.undone:
            await self._happenings.update_many(
                {"via": move.merge_id, "b": move.brand},
                {"$set": {"m": move.old}, "$pull": {"via": move.merge_id}},
            )
        else:
            await self._happenings.update_many(
                {"b": move.brand, "m": move.old, "k": {"$ne": ENROLMENT}},
                {"$set": {"m": move.survivor}, "$push": {"via": move.merge_id}},
            )

    async def forget(self, brand: str, member_id: str) -> None:
        await self._people.delete_one({"_id": f"{brand}/{member_id}"})

    async def mark(self, brand: str, periods: Collection[Period], now: datetime) -> None:
        writes = []
        for period in sorted(periods):
            named = {"_id": f"{brand}/{period.grain}/{number_of(period.first)}"}
            update = {
                "$set": {"mark": new_id("mrk")},
                "$setOnInsert": {
                    "b": brand,
                    "g": period.grain.value,
                    "d": number_of(period.first),
                    "at": now,
                    "due": now,
                },
            }
            writes.append(UpdateOne(named, update, upsert=True))
        if writes:
            await self._dirty.bulk_write(writes, ordered=False)

    async def marked(self, now: datetime, most: int) -> list[Mark]:
        cursor = self._dirty.find({"due": {"$lte": now}}).sort("due", ASCENDING).limit(most)
        return [
            Mark(each["b"], Period(Grain(each["g"]), day_of(each["d"])), each["mark"])
            async for each in cursor
        ]

    async def counted(self, mark: Mark, began: datetime, again_at: datetime) -> None:
        named = f"{mark.brand}/{mark.period.grain}/{number_of(mark.period.first)}"
        done = await self._dirty.delete_one({"_id": named, "mark": mark.mark})
        if not done.deleted_count:
            await self._dirty.update_one({"_id": named}, {"$set": {"at": began, "due": again_at}})

    async def postpone(self, mark: Mark, until: datetime) -> None:
        named = f"{mark.brand}/{mark.period.grain}/{number_of(mark.period.first)}"
        await self._dirty.update_one({"_id": named}, {"$set": {"due": until}})

    async def oldest_mark(self, brand: str) -> datetime | None:
        found = await self._dirty.find({"b": brand, "g": "day"}).sort("at", ASCENDING).to_list(1)
        return found[0]["at"] if found else None

    async def first_orders(
        self, brand: str, since: date, until: date, days: int
    ) -> Mapping[date, FirstOrders]:
        pipeline: list[Document] = [
            {"$match": {"b": brand, "e": {"$gte": number_of(since), "$lte": number_of(until)}}},
            {
                "$group": {
                    "_id": "$e",
                    "enrolled": {"$sum": 1},
                    "ordered": {
                        "$sum": {
                            "$cond": [
                                {
                                    "$and": [
                                        {"$gte": ["$o", "$e"]},
                                        {"$lte": ["$o", {"$add": ["$e", days]}]},
                                    ]
                                },
                                1,
                                0,
                            ]
                        }
                    },
                }
            },
        ]
        return {
            day_of(row["_id"]): FirstOrders(row["enrolled"], row["ordered"])
            async for row in aggregate(self._people, pipeline)
        }

    async def behind(self, brand: str, asked: Question, after: str, most: int) -> list[Found]:
        if isinstance(asked, Newcomers):
            people = self._people.find(newcomers(brand, asked, after)).sort("m", ASCENDING)
            return [Found(each["m"]) async for each in people.limit(most)]
        pipeline = doers(brand, asked, after, most)
        rows = aggregate(self._happenings, pipeline, allowDiskUse=True)
        return [Found(row["_id"], row["n"], row["v"], row["at"]) async for row in rows]

    async def done(
        self, brand: str, kinds: Collection[str], since: date, until: date, behind: str = ""
    ) -> AsyncGenerator[tuple[str, Sequence[Done]]]:
        days = {"$gte": number_of(since), "$lte": number_of(until)}
        pipeline: list[Document] = [
            {"$match": {"b": brand, "k": {"$in": list(kinds)}, "d": days, "m": {"$gt": behind}}},
            {"$sort": {"m": 1, "at": 1, "_id": 1}},
            {"$group": {"_id": "$m", "done": {"$push": {"k": "$k", "at": "$at"}}}},
            {"$sort": {"_id": 1}},
        ]
        async for row in aggregate(self._happenings, pipeline, allowDiskUse=True):
            yield row["_id"], [Done(each["k"], each["at"]) for each in row["done"]]


def _document(happening: Happening, day: date, enrolled: int | None, source: str) -> dict[str, Any]:
    return {
        "_id": happening.id,
        "b": happening.brand,
        "d": number_of(day),
        "m": happening.member_id,
        "k": happening.kind,
        "v": happening.minor,
        "s": happening.store_id,
        "c": happening.channel,
        "o": happening.order,
        "e": enrolled,
        "at": happening.at,
        **({"u": source} if source else {}),
        **({"p": list(happening.series)} if happening.series else {}),
        **({"t": happening.content, "r": happening.read_percent} if happening.content else {}),
    }

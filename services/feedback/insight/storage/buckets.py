"""Buckets in MongoDB, counted from happenings.

`insight_buckets`  {_id: "brand/grain/day", b, g: grain, d: first day, as_of, active,
                    active_days, both, advocates, buyers, repeaters,
                    kinds: [[kind, times, members, minor]], cohorts: [[day of enrolment, members]],
                    stores: [[store, kind, times, members, minor]]}
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    DuplicateKeyError,
    IndexModel,
    aggregate,
)
from services.feedback.insight.domain.bucket import (
    REPURCHASE_DAYS,
    RETAINED_DAYS_MAX,
    STORES_MAX,
    Bucket,
    Count,
    Totals,
)
from services.feedback.insight.domain.happening import (
    ADVOCACY,
    ENROLMENT,
    LEAVING,
    NOT_DONE_BY_MEMBERS,
    ORDER,
    REFUND,
    RETURNING,
    VISIT,
)
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.storage.days import day_of, number_of
from services.feedback.insight.storage.happenings import HAPPENINGS

BUCKETS = "insight_buckets"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    BUCKETS: [IndexModel([("b", ASCENDING), ("g", ASCENDING), ("d", ASCENDING)])],
}
_OTHERS = sorted(NOT_DONE_BY_MEMBERS)


class MongoBuckets:
    """Implements `insight.commands.ports.Buckets`."""

    def __init__(self, db: Database) -> None:
        self._happenings = db[HAPPENINGS]
        self._buckets = db[BUCKETS]

    async def count(self, brand: str, period: Period) -> Bucket:
        first, last = number_of(period.first), number_of(period.until) - 1
        wanted: Document = {"b": brand, "d": {"$gte": first, "$lte": last}}
        is_day = period.grain is Grain.DAY
        active, active_days, both, advocates = await self._members(wanted)
        buyers, repeaters = (0, 0) if is_day else await self._repeaters(brand, last)
        return Bucket(
            period=period,
            kinds=await self._kinds(wanted),
            active=active,
            active_days=active_days,
            visited_and_ordered=both,
            advocates=advocates,
            buyers=buyers,
            repeaters=repeaters,
            cohorts=await self._cohorts(wanted, first) if is_day else {},
            stores=await self._stores(wanted),
        )

    async def _kinds(self, wanted: Document) -> dict[str, Count]:
        pipeline = [
            {"$match": wanted},
            {"$group": {"_id": {"k": "$k", "m": "$m"}, "n": {"$sum": 1}, "v": {"$sum": "$v"}}},
            {"$group": {"_id": "$_id.k", **_of_members("$_id.m")}},
        ]
        return {row["_id"]: _count(row) async for row in aggregate(self._happenings, pipeline)}

    async def _members(self, wanted: Document) -> tuple[int, int, int, int]:
        pipeline: list[Document] = [
            {"$match": {**wanted, "k": {"$nin": _OTHERS}, "m": {"$ne": ""}}},
            {
                "$group": {
                    "_id": "$m",
                    "days": {"$addToSet": "$d"},
                    "visited": {"$max": {"$eq": ["$k", VISIT]}},
                    "ordered": {"$max": {"$eq": ["$k", ORDER]}},
                    "told": {"$max": {"$in": ["$k", list(ADVOCACY)]}},
                }
            },
            {
                "$group": {
                    "_id": None,
                    "active": {"$sum": 1},
                    "days": {"$sum": {"$size": "$days"}},
                    "both": {"$sum": {"$cond": [{"$and": ["$visited", "$ordered"]}, 1, 0]}},
                    "told": {"$sum": {"$cond": ["$told", 1, 0]}},
                }
            },
        ]
        row = await self._one(pipeline)
        return (row["active"], row["days"], row["both"], row["told"]) if row else (0, 0, 0, 0)

    async def _repeaters(self, brand: str, last: int) -> tuple[int, int]:
        days = {"$gt": last - REPURCHASE_DAYS, "$lte": last}
        pipeline: list[Document] = [
            {"$match": {"b": brand, "k": ORDER, "d": days, "m": {"$ne": ""}}},
            {"$group": {"_id": "$m", "n": {"$sum": 1}}},
            {
                "$group": {
                    "_id": None,
                    "buyers": {"$sum": 1},
                    "again": {"$sum": {"$cond": [{"$gte": ["$n", 2]}, 1, 0]}},
                }
            },
        ]
        row = await self._one(pipeline)
        return (row["buyers"], row["again"]) if row else (0, 0)

    async def _one(self, pipeline: Sequence[Document]) -> Document | None:
        rows = aggregate(self._happenings, pipeline, allowDiskUse=True)
        return next(iter([row async for row in rows]), None)

    async def _cohorts(self, wanted: Document, day: int) -> dict[date, int]:
        enrolled = {"$gte": day - RETAINED_DAYS_MAX, "$lt": day}
        pipeline: list[Document] = [
            {"$match": {**wanted, "e": enrolled, "k": {"$nin": _OTHERS}}},
            {"$group": {"_id": {"e": "$e", "m": "$m"}}},
            {"$group": {"_id": "$_id.e", "n": {"$sum": 1}}},
        ]
        rows = aggregate(self._happenings, pipeline, allowDiskUse=True)
        return {day_of(row["_id"]): row["n"] async for row in rows}

    async def _stores(self, wanted: Document) -> dict[str, dict[str, Count]]:
        pipeline: list[Document] = [
            {"$match": {**wanted, "s": {"$ne": ""}}},
            {
                "$group": {
                    "_id": {"s": "$s", "k": "$k", "m": "$m"},
                    "n": {"$sum": 1},
                    "v": {"$sum": "$v"},
                }
            },
            {"$group": {"_id": {"s": "$_id.s", "k": "$_id.k"}, **_of_members("$_id.m")}},
            {"$group": {"_id": "$_id.s", "kinds": {"$push": "$$ROOT"}, "all": {"$sum": "$n"}}},
            {"$sort": {"all": -1, "_id": 1}},
            {"$limit": STORES_MAX},
        ]
        return {
            row["_id"]: {each["_id"]["k"]: _count(each) for each in row["kinds"]}
            async for row in aggregate(self._happenings, pipeline, allowDiskUse=True)
        }

    async def put(self, brand: str, bucket: Bucket, as_of: datetime) -> None:
        named = f"{brand}/{bucket.period.grain}/{number_of(bucket.period.first)}"
        document = {"b": brand, **_document(bucket), "as_of": as_of}
        older = {"_id": named, "as_of": {"$lte": as_of}}
        # Whoever counted later, while this one took long, is right.
        with suppress(DuplicateKeyError):
            await self._buckets.replace_one(older, document, upsert=True)

    async def buckets(
        self, brand: str, grain: Grain, since: date, until: date
    ) -> Mapping[date, Bucket]:
        days = {"$gte": number_of(since), "$lte": number_of(until)}
        found = self._buckets.find({"b": brand, "g": grain.value, "d": days})
        return {each.period.first: each async for each in _read(found)}

    async def totals(self, brand: str, ends: Sequence[date]) -> Mapping[date, Totals]:
        wanted = {"b": brand, "g": Grain.DAY.value, "d": {"$lt": number_of(max(ends))}}
        cursor = self._buckets.find(wanted, {"d": 1, "kinds": 1}).sort("d", ASCENDING)
        days = [(each["d"], _counts(each["kinds"])) async for each in cursor]
        found, members, minor, place = {}, 0, 0, 0
        for end in sorted(ends):
            while place < len(days) and days[place][0] < number_of(end):
                members += _change(days[place][1])
                minor += _minor(days[place][1])
                place += 1
            found[end] = Totals(members, minor)
        return found

    async def first_day(self, brand: str) -> date | None:
        wanted = {"b": brand, "g": Grain.DAY.value}
        found = await self._buckets.find(wanted, {"d": 1}).sort("d", ASCENDING).to_list(1)
        return day_of(found[0]["d"]) if found else None


def _of_members(member: str) -> Document:
    known = {"$cond": [{"$eq": [member, ""]}, 0, 1]}
    return {"n": {"$sum": "$n"}, "members": {"$sum": known}, "v": {"$sum": "$v"}}


def _count(row: Mapping[str, Any]) -> Count:
    return Count(row["n"], row["members"], row["v"])


def _change(kinds: Mapping[str, Count]) -> int:
    """By how many members a day made the brand larger."""
    times = {kind: kinds[kind].times if kind in kinds else 0 for kind in (ENROLMENT, LEAVING)}
    back = kinds[RETURNING].times if RETURNING in kinds else 0
    return times[ENROLMENT] - times[LEAVING] + back


def _minor(kinds: Mapping[str, Count]) -> int:
    return sum(kinds[kind].minor for kind in (ORDER, REFUND) if kind in kinds)


def _document(bucket: Bucket) -> Document:
    return {
        "g": bucket.period.grain.value,
        "d": number_of(bucket.period.first),
        "active": bucket.active,
        "active_days": bucket.active_days,
        "both": bucket.visited_and_ordered,
        "advocates": bucket.advocates,
        "buyers": bucket.buyers,
        "repeaters": bucket.repeaters,
        "kinds": [
            [kind, each.times, each.members, each.minor]
            for kind, each in sorted(bucket.kinds.items())
        ],
        "cohorts": [[number_of(day), count] for day, count in sorted(bucket.cohorts.items())],
        "stores": [
            [store, kind, each.times, each.members, each.minor]
            for store, kinds in sorted(bucket.stores.items())
            for kind, each in sorted(kinds.items())
        ],
    }


def _counts(rows: Sequence[Sequence[Any]]) -> dict[str, Count]:
    return {kind: Count(times, members, minor) for kind, times, members, minor in rows}


async def _read(cursor: Any) -> Any:
    async for found in cursor:
        stores: dict[str, dict[str, Count]] = {}
        for store, kind, times, members, minor in found["stores"]:
            stores.setdefault(store, {})[kind] = Count(times, members, minor)
        yield Bucket(
            period=Period(Grain(found["g"]), day_of(found["d"])),
            kinds=_counts(found["kinds"]),
            active=found["active"],
            active_days=found.get("active_days", 0),
            visited_and_ordered=found["both"],
            advocates=found["advocates"],
            buyers=found["buyers"],
            repeaters=found["repeaters"],
            cohorts={day_of(day): count for day, count in found["cohorts"]},
            stores=stores,
        )

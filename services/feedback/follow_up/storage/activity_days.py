"""The days on which members did something, in MongoDB.

`activity_days`  {_id: "brand/member", brand, member_id, active: [day], ordered: [day]}, or
                 {_id, erased: true}; a day is its ordinal in the brand's calendar

Days are a set, so an event that comes again changes nothing. KEPT before the latest, they go.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.common.mongo import Database, Document, Session, UpdateOne, transact
from services.feedback.follow_up.domain.effect import ActiveDays

COLLECTION = "activity_days"
KEPT = 75


class MongoActivityDays:
    """Implements `follow_up.commands.measuring.Days`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._days = db[COLLECTION]

    async def keep(self, days: Mapping[tuple[str, str], ActiveDays]) -> None:
        """Add days of members, by brand and member; nothing is kept of one who is erased."""
        writes = [_add(brand, id_, days) for (brand, id_), days in days.items()]
        if writes:
            await self._days.bulk_write(writes, ordered=False)

    async def of(self, brand: str, member_ids: Collection[str]) -> Mapping[str, ActiveDays]:
        """The days of members who are not erased; one without any is left out."""
        ids = [key_of(brand, each) for each in member_ids]
        found = await self._days.find({"_id": {"$in": ids}}).to_list(len(ids))
        return {each["member_id"]: _days(each) for each in found if "erased" not in each}

    async def erased(self, brand: str, member_ids: Collection[str]) -> set[str]:
        """Those of the members who are erased, or were merged into another."""
        by_key = {key_of(brand, each): each for each in member_ids}
        gone = {"_id": {"$in": list(by_key)}, "erased": True}
        found = await self._days.find(gone, {"_id": 1}).to_list(len(by_key))
        return {by_key[each["_id"]] for each in found}

    async def forget(self, brand: str, member_id: str) -> None:
        key = {"_id": key_of(brand, member_id)}
        await self._days.replace_one(key, {"erased": True}, upsert=True)

    async def merge(self, brand: str, loser: str, survivor: str) -> None:
        """The survivor has the days of both; the other is gone."""

        async def effect(session: Session) -> None:
            key = {"_id": key_of(brand, loser)}
            found = await self._days.find_one(key, session=session)
            if found is not None and "erased" not in found:
                write = _add(brand, survivor, _days(found))
                await self._days.bulk_write([write], session=session)
            gone = {"erased": True}
            await self._days.replace_one(key, gone, upsert=True, session=session)

        await transact(self._db, effect)

    async def remember(self, brand: str, member_id: str) -> None:
        """A merge was undone: the member's days count again, from now on."""
        await self._days.delete_one({"_id": key_of(brand, member_id), "erased": True})


def key_of(brand: str, member_id: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{member_id}"


def _add(brand: str, member_id: str, days: ActiveDays) -> UpdateOne:
    fields: Document = {"brand": {"$literal": brand}, "member_id": {"$literal": member_id}}
    fields["active"] = _union("$active", days.active)
    fields["ordered"] = _union("$ordered", days.ordered)
    latest = {"$max": {"$ifNull": ["$active", []]}}
    recent: Document = {
        name: {
            "$filter": {
                "input": f"${name}",
                "cond": {"$gte": ["$$this", {"$subtract": [latest, KEPT]}]},
            }
        }
        for name in ("active", "ordered")
    }
    erased = {"$eq": ["$erased", True]}
    return UpdateOne(
        {"_id": key_of(brand, member_id)},
        [
            {"$replaceWith": {"$cond": [erased, "$$ROOT", {"$mergeObjects": ["$$ROOT", fields]}]}},
            {"$replaceWith": {"$cond": [erased, "$$ROOT", {"$mergeObjects": ["$$ROOT", recent]}]}},
        ],
        upsert=True,
    )


def _union(field: str, days: Iterable[date]) -> Document:
    added = sorted(day.toordinal() for day in days)
    return {"$setUnion": [{"$ifNull": [field, []]}, added]}


def _days(found: Mapping[str, Any]) -> ActiveDays:
    return ActiveDays(_dates(found.get("active", ())), _dates(found.get("ordered", ())))


def _dates(ordinals: Sequence[int]) -> frozenset[date]:
    return frozenset(date.fromordinal(each) for each in ordinals)

"""What surveys know of members, in MongoDB.

`survey_members`  {_id: "brand/member", brand, member_id, point: place on the circle, tier, tier_at,
                   refuses, refuses_at, asked_at}, or {_id, erased: true}
"""

from collections.abc import Sequence
from datetime import datetime

from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    ReturnDocument,
    Session,
    UpdateOne,
)
from services.feedback.surveys.domain.member import (
    FATIGUE,
    KnownMember,
    MemberChange,
    point_of,
)

MEMBERS = "survey_members"
INDEXES = {
    MEMBERS: [
        IndexModel(
            [("brand", ASCENDING), ("point", ASCENDING), ("member_id", ASCENDING)],
            partialFilterExpression={"point": {"$exists": True}},
        )
    ]
}


class MongoMembers:
    """Members of all brands, by key."""

    def __init__(self, db: Database) -> None:
        self._members = db[MEMBERS]

    async def know(self, changes: Sequence[MemberChange]) -> None:
        if changes:
            await self._members.bulk_write([_write(change) for change in changes])

    async def forget(self, brand: str, member_id: str) -> None:
        # That they are erased stays, for what is on its way.
        named = {"_id": key_of(brand, member_id)}
        await self._members.replace_one(named, {"erased": True}, upsert=True)

    async def member(
        self, brand: str, member_id: str, session: Session | None = None
    ) -> KnownMember:
        named = {"_id": key_of(brand, member_id)}
        return _member(member_id, await self._members.find_one(named, session=session) or {})

    async def around(
        self, brand: str, after: tuple[int, str], until: int, limit: int
    ) -> list[tuple[int, str]]:
        point, last = after
        selection: Document = {
            "brand": brand,
            "point": {"$gte": point, "$lt": until},
            "$or": [{"point": {"$gt": point}}, {"member_id": {"$gt": last}}],
        }
        cursor = self._members.find(selection, {"point": 1, "member_id": 1})
        order = [("point", ASCENDING), ("member_id", ASCENDING)]
        found = await cursor.sort(order).limit(limit).to_list(limit)
        return [(each["point"], each["member_id"]) for each in found]

    async def ask(self, brand: str, member_id: str, now: datetime, session: Session) -> KnownMember:
        """Say that the member is asked at `now`: what was known of them before.

        Whoever asks a member, for whatever, moves this field in the transaction of asking; the
        transaction is given up when `may_be_asked` refuses what is answered here.
        """
        before = await self._members.find_one_and_update(
            {"_id": key_of(brand, member_id)},
            {"$set": {"asked_at": now}, "$setOnInsert": _named(brand, member_id)},
            upsert=True,
            session=session,
            return_document=ReturnDocument.BEFORE,
        )
        return _member(member_id, before or {})


class MongoMemberAsked:
    """When a member may be asked again, for other rooms that ask: the fatigue guard."""

    def __init__(self, db: Database) -> None:
        self._members = MongoMembers(db)

    async def free_from(self, brand: str, member_id: str) -> datetime | None:
        """The time from which the member may be asked; None: they were not asked yet."""
        asked_at = (await self._members.member(brand, member_id)).asked_at
        return None if asked_at is None else asked_at + FATIGUE

    async def ask(self, brand: str, member_id: str, now: datetime, session: Session) -> bool:
        """Take the one place in 30 days, within the transaction of asking; False: it is taken, and
        the transaction is not to be committed."""
        before = await self._members.ask(brand, member_id, now, session)
        return before.asked_at is None or now >= before.asked_at + FATIGUE


def key_of(brand: str, member_id: str) -> str:
    """`_id` of a member. A brand has no slash in its name, so two brands never share a key."""
    return f"{brand}/{member_id}"


def _named(brand: str, member_id: str) -> Document:
    return {"brand": brand, "member_id": member_id, "point": point_of(member_id)}


def _write(change: MemberChange) -> UpdateOne:
    fields: Document = {
        name: {"$literal": value} for name, value in _named(change.brand, change.member_id).items()
    }
    told = {"tier": change.tier, "refuses": change.refuses}
    for name, value in told.items():
        if value is not None:
            known = {"$ifNull": [f"${name}_at", datetime.min.replace(tzinfo=change.at.tzinfo)]}
            later = {"$gte": [change.at, known]}
            fields[name] = {"$cond": [later, {"$literal": value}, f"${name}"]}
            fields[f"{name}_at"] = {"$cond": [later, change.at, f"${name}_at"]}
    kept = {"$cond": ["$erased", "$$ROOT", {"$mergeObjects": ["$$ROOT", fields]}]}
    named = {"_id": key_of(change.brand, change.member_id)}
    return UpdateOne(named, [{"$replaceWith": kept}], upsert=True)


def _member(member_id: str, found: Document) -> KnownMember:
    return KnownMember(
        member_id,
        found.get("tier", ""),
        found.get("asked_at"),
        found.get("refuses", False),
        found.get("erased", False),
    )

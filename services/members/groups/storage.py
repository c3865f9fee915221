"""Groups in MongoDB.

`groups`          {_id, brand, kind, store, number, size, opened_at, closed_month, touched}
                   `closed_month`: the last of which the KOC were told
`group_members`   {_id: "brand/member/kind/store", brand, member_id, group, kind, store, number,
                   joined_at, role, standing, last_message_at, silences, told_silent_at, koc_month,
                   due_at}     `due_at` is there while time alone may change it
`group_messages`  {_id: "brand/group/channel/event id", brand, group, member_id, at}
                   forgotten after MESSAGES_KEPT, when their month is long over
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
)
from services.members.groups.domain.membership import Group, Membership, Role, Standing

GROUPS = "groups"
MEMBERSHIPS = "group_members"
MESSAGES = "group_messages"
MESSAGES_KEPT = timedelta(days=100)
MESSAGES_READ = 100_000
"""Messages of a group and month that count."""
PLACE = [("brand", ASCENDING), ("kind", ASCENDING), ("store", ASCENDING), ("number", ASCENDING)]
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    GROUPS: [
        IndexModel(PLACE, unique=True),
        IndexModel([("brand", ASCENDING), ("closed_month", ASCENDING)]),
    ],
    MEMBERSHIPS: [
        IndexModel([("due_at", ASCENDING)], sparse=True),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("group", ASCENDING), ("member_id", ASCENDING)]),
    ],
    MESSAGES: [
        IndexModel([("brand", ASCENDING), ("group", ASCENDING), ("at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING)]),
        IndexModel([("at", ASCENDING)], expireAfterSeconds=MESSAGES_KEPT.days * 86_400),
    ],
}
_HISTORY_MAX = 2_000
"""Groups that a member may ever have been in, with those that they left."""


class MongoGroups:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._groups = db[GROUPS]
        self._memberships = db[MEMBERSHIPS]
        self._messages = db[MESSAGES]
        self._session = session

    async def group(self, brand: str, group_id: str) -> Group | None:
        """The group of that id."""
        named = {"_id": group_id, "brand": brand}
        found = await self._groups.find_one(named, session=self._session)
        return None if found is None else _to_group(found)

    async def memberships(self, brand: str, member_id: str) -> list[Membership]:
        """Where the member is or was, the first joined first; those who left are among them."""
        query = {"brand": brand, "member_id": member_id}
        cursor = self._memberships.find(query, session=self._session)
        found = await cursor.sort("joined_at", ASCENDING).to_list(_HISTORY_MAX)
        return [_to_membership(document) for document in found]

    async def page(self, brand: str, kind: str, store: str, after: str, size: int) -> list[Group]:
        """Groups of the kind and store ("" for any), by id, from behind the id `after`."""
        query: Document = {"brand": brand, "_id": {"$gt": after}}
        query |= {name: value for name, value in (("kind", kind), ("store", store)) if value}
        cursor = self._groups.find(query, session=self._session).sort("_id", ASCENDING)
        return [_to_group(found) for found in await cursor.limit(size).to_list(size)]

    async def within(self, brand: str, group_id: str, after: str, size: int) -> list[Membership]:
        """Who is in the group, by member id, from behind the id `after`."""
        query: Document = {"brand": brand, "group": group_id, "member_id": {"$gt": after}}
        query["standing"] = {"$ne": Standing.LEFT.value}
        cursor = self._memberships.find(query, session=self._session)
        found = await cursor.sort("member_id", ASCENDING).limit(size).to_list(size)
        return [_to_membership(document) for document in found]

    async def due(
        self,
        now: datetime,
        limit: int,
        without: Collection[str] = (),
        passed_over: Collection[str] = (),
    ) -> list[tuple[str, str]]:
        """Brand and member of memberships that time may change by now, the oldest first."""
        query: Document = {"due_at": {"$lte": now}}
        if without:
            query["brand"] = {"$nin": list(without)}
        if passed_over:
            query["member_id"] = {"$nin": list(passed_over)}
        cursor = self._memberships.find(query, {"brand": 1, "member_id": 1})
        found = await cursor.sort("due_at", ASCENDING).limit(limit).to_list(limit)
        return [(document["brand"], document["member_id"]) for document in found]

    async def open_months(self, brand: str, month: str, limit: int) -> list[str]:
        """Ids of groups whose KOC of the month were not told."""
        query = {"brand": brand, "closed_month": {"$lt": month}}
        found = await self._groups.find(query, {"_id": 1}).limit(limit).to_list(limit)
        return [document["_id"] for document in found]

    async def brands(self) -> list[str]:
        """The brands that have groups."""
        return sorted(await self._groups.distinct("brand"))


class MongoGroupsUnit(MongoGroups):
    """Reads and writes within a transaction."""

    async def take_place(
        self, brand: str, kind: str, store: str, limit: int, now: datetime
    ) -> Group:
        """Take a place in the group with room that has the lowest number, or open a new one."""
        place = {"brand": brand, "kind": kind, "store": store}
        found = await self._groups.find_one_and_update(
            {**place, "size": {"$lt": limit}},
            {"$inc": {"size": 1}},
            sort=[("number", ASCENDING)],
            return_document=True,
            session=self._session,
        )
        if found is not None:
            return _to_group(found)
        last = await self._groups.find_one(
            place, {"number": 1}, sort=[("number", DESCENDING)], session=self._session
        )
        opened: Document = {
            "_id": new_id("grp"),
            **place,
            "number": last["number"] + 1 if last else 1,
            "size": 1,
            "opened_at": now,
            "closed_month": (now - timedelta(days=45)).isoformat()[:7],
        }
        # Of two who open one at once the other one finds it taken, and runs again.
        await self._groups.insert_one(opened, session=self._session)
        return _to_group(opened)

    async def free_place(self, brand: str, group_id: str) -> None:
        """One member less is in the group."""
        await self._groups.update_one(
            {"_id": group_id, "brand": brand}, {"$inc": {"size": -1}}, session=self._session
        )

    async def touch(self, brand: str, group_id: str) -> None:
        """Lose a race against any transaction that touches the group, or its places."""
        await self._groups.update_one(
            {"_id": group_id, "brand": brand}, {"$inc": {"touched": 1}}, session=self._session
        )

    async def keep(self, membership: Membership, due_at: datetime | None) -> None:
        """Write a membership. A race for one is lost, and the transaction runs again."""
        document = _document(membership, due_at)
        named = {"_id": document["_id"], "brand": membership.brand}
        await self._memberships.replace_one(named, document, upsert=True, session=self._session)

    async def count(self, membership: Membership, message: str, at: datetime) -> None:
        """A message of that name counts for the member and group, once."""
        brand, group = membership.brand, membership.group_id
        said = {"brand": brand, "group": group, "member_id": membership.member_id, "at": at}
        await self._messages.update_one(
            {"_id": f"{brand}/{group}/{message}"},
            {"$setOnInsert": said},
            upsert=True,
            session=self._session,
        )

    async def writers(
        self, brand: str, group_id: str, since: datetime, until: datetime
    ) -> list[str]:
        """Who wrote the messages of that time, once for each."""
        query = {"brand": brand, "group": group_id, "at": {"$gte": since, "$lt": until}}
        cursor = self._messages.find(query, {"member_id": 1}, session=self._session)
        found = await cursor.limit(MESSAGES_READ).to_list(MESSAGES_READ)
        return [document["member_id"] for document in found]

    async def close_month(self, brand: str, group_id: str, month: str) -> bool:
        """Note that the KOC of the month were told; False where they were before."""
        done = await self._groups.update_one(
            {"_id": group_id, "brand": brand, "closed_month": {"$lt": month}},
            {"$set": {"closed_month": month}},
            session=self._session,
        )
        return done.modified_count == 1

    async def move(self, brand: str, member_id: str, into: str) -> int:
        """Let the memberships be another's; of two in groups of one kind and store the other's own
        stays."""
        own = {(m.kind, m.store) for m in await self.memberships(brand, into) if m.is_in}
        moved = 0
        for each in await self.memberships(brand, member_id):
            old_id = _id(brand, member_id, each.kind, each.store)
            found = await self._memberships.find_one_and_delete(
                {"_id": old_id, "brand": brand}, session=self._session
            )
            if (each.kind, each.store) in own:
                if each.is_in:
                    await self.free_place(brand, each.group_id)
                continue
            new_id_ = _id(brand, into, each.kind, each.store)
            document = {**(found or {}), "_id": new_id_, "member_id": into}
            await self._memberships.replace_one(
                {"_id": new_id_, "brand": brand}, document, upsert=True, session=self._session
            )
            moved += each.is_in
        await self._messages.update_many(
            {"brand": brand, "member_id": member_id},
            {"$set": {"member_id": into}},
            session=self._session,
        )
        return moved

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away where the member is and was, and their messages; their places are free."""
        for each in await self.memberships(brand, member_id):
            if each.is_in:
                await self.free_place(brand, each.group_id)
        named = {"brand": brand, "member_id": member_id}
        await self._memberships.delete_many(named, session=self._session)
        await self._messages.delete_many(named, session=self._session)


def _id(brand: str, member_id: str, kind: str, store: str) -> str:
    # Neither a brand, a member's id nor a code of the programme has a slash in it.
    return f"{brand}/{member_id}/{kind}/{store}"


def _document(membership: Membership, due_at: datetime | None) -> Document:
    return {
        "_id": _id(membership.brand, membership.member_id, membership.kind, membership.store),
        "brand": membership.brand,
        "member_id": membership.member_id,
        "group": membership.group_id,
        "kind": membership.kind,
        "store": membership.store,
        "number": membership.number,
        "joined_at": membership.joined_at,
        "role": membership.role.value,
        "standing": membership.standing.value,
        "last_message_at": membership.last_message_at,
        "silences": membership.silences,
        "told_silent_at": membership.told_silent_at,
        "koc_month": membership.koc_month,
        **({} if due_at is None else {"due_at": due_at}),
    }


def _to_membership(found: Mapping[str, Any]) -> Membership:
    return Membership(
        member_id=found["member_id"],
        brand=found["brand"],
        group_id=found["group"],
        kind=found["kind"],
        store=found["store"],
        number=found["number"],
        joined_at=found["joined_at"],
        role=Role(found["role"]),
        standing=Standing(found["standing"]),
        last_message_at=found["last_message_at"],
        silences=found["silences"],
        told_silent_at=found["told_silent_at"],
        koc_month=found["koc_month"],
    )


def _to_group(found: Mapping[str, Any]) -> Group:
    return Group(
        id=found["_id"],
        brand=found["brand"],
        kind=found["kind"],
        store=found["store"],
        number=found["number"],
        members=found["size"],
        opened_at=found["opened_at"],
    )

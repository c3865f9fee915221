"""Activities, orders and facts in MongoDB: read anywhere, written in a transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    InsertOne,
    ReplaceOne,
    Session,
    UpdateOne,
)
from services.common.timeline import Behind
from services.members.activities.domain.activity import Activity, ActivityKey
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.kept_activity import KeptActivity
from services.members.activities.domain.order import OrderKey, RefundableOrder
from services.members.activities.storage import activities, facts, orders
from services.members.activities.storage.activities import (
    activity_document,
    activity_id,
    behind_in,
    kept_content,
    to_kept,
)
from services.members.activities.storage.facts import (
    changes,
    facts_document,
    to_facts,
    told_document,
)
from services.members.activities.storage.orders import order_document, order_id, to_order
from services.members.identities.storage import MEMBERS
from services.members.tiers.domain.standing import NextJudgement
from services.members.transactions import Touched

SLICE = 1_000


class MongoActivities:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session

    async def facts(self, brand: str, ids: Collection[str]) -> dict[str, Facts]:
        """Facts by member, of those that have any."""
        if not ids:
            return {}
        return {found["_id"]: to_facts(found) for found in await self._facts(brand, ids)}

    async def _facts(self, brand: str, ids: Collection[str]) -> list[Document]:
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        cursor = self._db[facts.COLLECTION].find(query, session=self._session)
        return await cursor.to_list(len(ids))

    async def bought(self, brand: str, ids: Collection[str]) -> dict[str, Facts]:
        """Facts by member, without series and articles, of those that have any."""
        query = {"_id": {"$in": list(ids)}, "brand": brand}
        without = {"series": 0, "articles": 0}
        cursor = self._db[facts.COLLECTION].find(query, without, session=self._session)
        return {found["_id"]: to_facts(found) for found in await cursor.to_list(len(ids))}

    async def told(self, brand: str) -> str:
        """The key of the facts that all members were told; "" before the first time."""
        found = await self._db[facts.TOLD].find_one({"_id": brand}, session=self._session)
        return "" if found is None else str(found["key"])

    async def members_after(self, brand: str, member_id: str, limit: int) -> list[str]:
        """Ids of members behind that id, by id."""
        query = {"brand": brand, "_id": {"$gt": member_id}}
        cursor = self._db[MEMBERS].find(query, {"_id": 1}, session=self._session)
        found = await cursor.sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [document["_id"] for document in found]

    async def latest(
        self, brand: str, member_ids: Collection[str], left: Behind | None, size: int
    ) -> list[KeptActivity]:
        """The latest `size` activities of the members that are behind, the latest first."""
        collection = self._db[activities.COLLECTION]
        latest = [("occurred_at", DESCENDING), ("_id", DESCENDING)]
        found: list[Document] = []
        # Each id by itself: so each read ends by the index, however much there is.
        for member_id in member_ids:
            query = {"brand": brand, "member_id": member_id, **behind_in(brand, left)}
            cursor = collection.find(query, session=self._session).sort(latest).limit(size)
            found += await cursor.to_list(size)
        found.sort(key=lambda one: (one["occurred_at"], one["_id"]), reverse=True)
        return [to_kept(document) for document in found[:size]]

    async def forget(self, brand: str, member_id: str) -> int:
        """Delete a slice of the member's activities and orders; how many, 0 when none is left.

        Outside of any transaction: there may be more of them than one takes.
        """
        deleted = 0
        for name in (activities.COLLECTION, orders.COLLECTION):
            collection = self._db[name]
            query = {"brand": brand, "member_id": member_id}
            found = await collection.find(query, {"_id": 1}).limit(SLICE).to_list(SLICE)
            if found:
                ids = [document["_id"] for document in found]
                gone = await collection.delete_many({"_id": {"$in": ids}, **query})
                deleted += gone.deleted_count
        return deleted


class MongoActivitiesUnit(MongoActivities):
    """Reads and writes within a transaction."""

    def __init__(self, db: Database, session: Session, touched: Touched) -> None:
        super().__init__(db, session)
        self._touched = touched
        self._read: dict[str, Document] = {}
        """The documents of facts that this transaction has read, as they are in it."""

    async def contents(self, brand: str, keys: Collection[ActivityKey]) -> dict[ActivityKey, bytes]:
        """The content of activities that were recorded before."""
        by_id = {activity_id(brand, key): key for key in keys}
        query = {"_id": {"$in": list(by_id)}, "brand": brand}
        collection = self._db[activities.COLLECTION]
        fields = {"content": 1, "digest": 1}
        cursor = collection.find(query, fields, session=self._session)
        found = await cursor.to_list(len(by_id))
        return {by_id[document["_id"]]: kept_content(document) for document in found}

    async def add(self, brand: str, new: Sequence[Activity], at: datetime) -> None:
        """Write new activities; a race for an event id is lost and run again."""
        documents = [activity_document(brand, activity, at) for activity in new]
        await self._db[activities.COLLECTION].insert_many(documents, session=self._session)

    async def orders(
        self, brand: str, keys: Collection[OrderKey]
    ) -> dict[OrderKey, RefundableOrder]:
        """Orders of which anything is known."""
        if not keys:
            return {}
        by_id = {order_id(brand, key): key for key in keys}
        query = {"_id": {"$in": list(by_id)}, "brand": brand}
        cursor = self._db[orders.COLLECTION].find(query, session=self._session)
        found = await cursor.to_list(len(by_id))
        return {by_id[document["_id"]]: to_order(document) for document in found}

    async def keep_orders(
        self,
        brand: str,
        added: Mapping[OrderKey, RefundableOrder],
        changed: Mapping[OrderKey, RefundableOrder],
    ) -> None:
        """Write orders. A race for one is lost, and run again: of a new one by its id."""
        writes: list[InsertOne[Document] | ReplaceOne[Document]] = [
            InsertOne(order_document(brand, key, order)) for key, order in added.items()
        ]
        for key, order in changed.items():
            document = order_document(brand, key, order)
            writes.append(ReplaceOne({"_id": document["_id"], "brand": brand}, document))
        if writes:
            collection = self._db[orders.COLLECTION]
            await collection.bulk_write(writes, ordered=False, session=self._session)

    async def keep_told(self, brand: str, key: str) -> None:
        """All members were told the facts of that key."""
        kept = {"$set": {"key": key}}
        await self._db[facts.TOLD].update_one(
            {"_id": brand}, kept, upsert=True, session=self._session
        )

    async def mark_told(self, brand: str, known: Mapping[str, Facts]) -> None:
        """Write of facts only what was told, for members that have facts."""
        writes = [
            UpdateOne({"_id": member_id, "brand": brand}, {"$set": told_document(each)})
            for member_id, each in known.items()
        ]
        if writes:
            self._touched(brand, known)
            collection = self._db[facts.COLLECTION]
            await collection.bulk_write(writes, ordered=False, session=self._session)

    async def keep_cart(self, brand: str, member_id: str, told_at: datetime | None) -> None:
        """The member's cart is judged; `told_at`: when the cart that is told had been changed."""
        update: Document = {"$unset": {"cart_waits_since": ""}}
        if told_at is not None:
            update["$set"] = {"cart_told_at": told_at}
        is_it = {"_id": member_id, "brand": brand}
        await self._db[facts.COLLECTION].update_one(is_it, update, session=self._session)

    async def keep_facts(
        self,
        brand: str,
        known: Mapping[str, Facts],
        next_judgements: Mapping[str, NextJudgement],
    ) -> None:
        """Write facts by member, each with the next judgement of its spending."""
        writes = [
            self._facts_write(facts_document(brand, member_id, each, next_judgements[member_id]))
            for member_id, each in known.items()
        ]
        if writes:
            self._touched(brand, known)
            collection = self._db[facts.COLLECTION]
            await collection.bulk_write(writes, ordered=False, session=self._session)

    async def _facts(self, brand: str, ids: Collection[str]) -> list[Document]:
        found = await super()._facts(brand, ids)
        self._read |= {document["_id"]: document for document in found}
        return found

    def _facts_write(self, document: Document) -> ReplaceOne[Document] | UpdateOne:
        is_it = {"_id": document["_id"], "brand": document["brand"]}
        before = self._read.get(document["_id"])
        self._read[document["_id"]] = document
        if before is None:
            return ReplaceOne(is_it, document, upsert=True)
        return UpdateOne(is_it, changes(before, document))

"""Occasions in MongoDB.

`occasions`      {_id: "brand/member/kind/year/lead", brand, on, published_at}
                 of a tier {_id: "brand/member/tier_ends.ladder/number of the day/lead", …}
`occasion_days`  {_id: brand, done, looked_at}

Days are texts, as 2026-11-21. What was published is forgotten after KEPT, when neither its year nor
the one after it can come again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import CART_TYPES
from services.members.activities.storage.activities import COLLECTION as ACTIVITIES
from services.members.activities.storage.activities import kept_content
from services.members.activities.storage.facts import COLLECTION as FACTS
from services.members.identities.storage import MEMBERS, birthday_indexes
from services.members.occasions.domain.cart import CartMove
from services.members.occasions.domain.occasion import Occasion, OccasionKey, OccasionKind
from services.members.occasions.domain.progress import Begun, Celebrated, Day, Progress
from services.members.vault.storage.vault import Vault
from tessera.types.v1 import types_pb2

OCCASIONS = "occasions"
DAYS = "occasion_days"
PROGRAMMES = "active_programmes"
KEPT = timedelta(days=1_100)
MOVES_MAX = 1_000
"""Moves of a cart that are read; what lies before them is in it no more."""
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    OCCASIONS: [IndexModel([("published_at", ASCENDING)], expireAfterSeconds=KEPT.days * 86_400)]
}


class MongoOccasions:
    """Finds members by their days, and keeps how far each brand is."""

    def __init__(self, db: Database, vault: Vault) -> None:
        self._db = db
        self._vault = vault

    async def brands(self) -> list[str]:
        """The brands that have a programme."""
        found = await self._db[PROGRAMMES].find({}, {"_id": 1}).sort("_id", 1).to_list(None)
        return [document["_id"] for document in found]

    async def progress(self, brand: str) -> Progress:
        """How far the brand is."""
        found = await self._db[DAYS].find_one({"_id": brand})
        if found is None:
            return Progress()
        return Progress(date.fromisoformat(found["done"]), found["looked_at"])

    async def keep_progress(self, brand: str, progress: Progress) -> None:
        """Remember it; a day that is done stays done, whichever worker is behind."""
        assert progress.done is not None
        await self._db[DAYS].update_one(
            {"_id": brand},
            {
                "$max": {"done": progress.done.isoformat()},
                "$set": {"looked_at": progress.looked_at},
            },
            upsert=True,
        )

    async def born_on(
        self, brand: str, keys: Collection[str], after: str, limit: int, since: datetime | None
    ) -> list[Celebrated]:
        """Members with one of the birthdays, by id, from behind the id `after`."""
        by_index = {i: key for key in keys for i in birthday_indexes(self._vault, brand, key)}
        query: Document = {
            "brand": brand,
            "birthday_key": {"$in": list(by_index)},
            "_id": {"$gt": after},
        }
        if since is not None:
            query["birthdays.set_at"] = {"$gte": since}
        cursor = self._db[MEMBERS].find(query, {"birthday_key": 1}).sort("_id", ASCENDING)
        found = await cursor.limit(limit).to_list(limit)
        return [Celebrated(d["_id"], by_index[d["birthday_key"]]) for d in found]

    async def begun(
        self, brand: str, kind: OccasionKind, day: Day, after: Begun | None, limit: int
    ) -> list[Begun]:
        """Members who were enrolled, or first ordered, on that day, in the order of time and id."""
        if kind is OccasionKind.ENROLMENT_ANNIVERSARY:
            return await self._enrolled(brand, day, after, limit)
        query: Document = {"brand": brand, "first_order_on": day.date.toordinal()}
        if after is not None:
            query["_id"] = {"$gt": after.member_id}
        cursor = self._db[FACTS].find(query, {"_id": 1}).sort("_id", ASCENDING).limit(limit)
        return [Begun(d["_id"]) for d in await cursor.to_list(limit)]

    async def _enrolled(self, brand: str, day: Day, after: Begun | None, limit: int) -> list[Begun]:
        query: Document = {
            "brand": brand,
            "created_at": {"$gte": day.begins_at, "$lt": day.ends_at},
        }
        if after is not None:
            query["$or"] = [
                {"created_at": {"$gt": after.at}},
                {"created_at": after.at, "_id": {"$gt": after.member_id}},
            ]
        cursor = self._db[MEMBERS].find(query, {"created_at": 1})
        cursor = cursor.sort([("created_at", ASCENDING), ("_id", ASCENDING)]).limit(limit)
        return [Begun(d["_id"], d["created_at"]) for d in await cursor.to_list(limit)]

    async def waiting_carts(self, brand: str, until: datetime, limit: int) -> list[str]:
        """Members whose cart changed, until then for the last time, and is not judged since."""
        query = {"brand": brand, "cart_waits_since": {"$lte": until}}
        cursor = self._db[FACTS].find(query, {"_id": 1}).sort("cart_waits_since", ASCENDING)
        return [document["_id"] for document in await cursor.limit(limit).to_list(limit)]


class MongoOccasionsUnit:
    """Reads and writes within a transaction."""

    def __init__(self, db: Database, session: Session) -> None:
        self._occasions = db[OCCASIONS]
        self._activities = db[ACTIVITIES]
        self._session = session

    async def published(self, brand: str, keys: Collection[OccasionKey]) -> dict[OccasionKey, date]:
        """Those that were published, with the days on which they were kept."""
        by_id = {_id(brand, key): key for key in keys}
        cursor = self._occasions.find({"_id": {"$in": list(by_id)}}, session=self._session)
        found = await cursor.to_list(len(by_id))
        return {by_id[d["_id"]]: date.fromisoformat(d["on"]) for d in found}

    async def keep(self, brand: str, occasions: Sequence[Occasion], at: datetime) -> None:
        """Write new ones; a race for one is lost, and run again."""
        if occasions:
            documents = [
                {
                    "_id": _id(brand, occasion.key),
                    "brand": brand,
                    "on": occasion.on.isoformat(),
                    "published_at": at,
                }
                for occasion in occasions
            ]
            await self._occasions.insert_many(documents, session=self._session)

    async def cart_moves(self, brand: str, member_id: str, since: datetime) -> list[CartMove]:
        """What the member put in and took out since then, the latest first."""
        query = {
            "brand": brand,
            "member_id": member_id,
            "type": {"$in": sorted(CART_TYPES)},
            "occurred_at": {"$gte": since},
            # The details of the others were let go.
            "content": {"$exists": True},
        }
        cursor = self._activities.find(query, session=self._session)
        found = await cursor.sort("occurred_at", DESCENDING).limit(MOVES_MAX).to_list(MOVES_MAX)
        return [_move(document) for document in found]

    async def move(self, brand: str, member_id: str, into: str) -> int:
        """Let what was published of the member be published of another: it does not come twice."""
        cursor = self._occasions.find({"_id": _span(brand, member_id)}, session=self._session)
        found = await cursor.to_list(None)
        begins, own = f"{brand}/{member_id}/", f"{brand}/{into}/"
        for document in found:
            moved = {**document, "_id": own + document["_id"].removeprefix(begins)}
            named = {"_id": moved["_id"]}
            await self._occasions.update_one(
                named, {"$setOnInsert": moved}, upsert=True, session=self._session
            )
        await self.forget(brand, member_id)
        return len(found)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away what was published of the member."""
        span = _span(brand, member_id)
        await self._occasions.delete_many({"_id": span}, session=self._session)


def _move(document: Document) -> CartMove:
    article = types_pb2.Activity.FromString(kept_content(document)).article
    put_in = document["type"] == ActivityType.ADD_TO_CART
    pieces = article.quantity if put_in else -article.quantity
    name = article.sku or f"series/{article.series}"
    return CartMove(document["occurred_at"], name, pieces, document["_id"])


def _span(brand: str, member_id: str) -> Document:
    # "0" follows the slash behind the member.
    return {"$gt": f"{brand}/{member_id}/", "$lt": f"{brand}/{member_id}0"}


def _id(brand: str, key: OccasionKey) -> str:
    # Neither a brand nor a member's id has a slash in it, so two keys are never one id.
    kind = f"{key.kind}.{key.of}" if key.of else key.kind
    return f"{brand}/{key.member_id}/{kind}/{key.year}/{key.lead_days}"

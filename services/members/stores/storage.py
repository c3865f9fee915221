"""The register in MongoDB.

`stores`  {_id: "brand/code", brand, code, name: {zh, en}, city, zone, coordinates: [latitude,
           longitude] in millionths of a degree or null, hours: [[weekday, opening minute, closing
           minute]], closed_days, closed_from, labels: [[key, value]], version}
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from services.common import audit, idempotency
from services.common.mongo import ASCENDING, Database, Document, IndexModel, ReplaceOne, Session
from services.members.stores.domain.store import (
    STORES_MAX,
    Coordinates,
    KeptStore,
    OpenInterval,
    Position,
    Store,
)
from services.members.stores.domain.upserted import Upserted, UpsertState, Wish
from tessera.members.v1 import stores_pb2

COLLECTION = "stores"
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("code", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("city", ASCENDING), ("code", ASCENDING)]),
    ]
}
_STATES = {
    state: stores_pb2.UpsertState.Value(f"UPSERT_STATE_{state.name}") for state in UpsertState
}
_STATE_OF = {number: state for state, number in _STATES.items()}


class MongoStores:
    """Reads the register, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._stores = db[COLLECTION]
        self._session = session

    async def stores(self, brand: str, codes: Collection[str]) -> dict[str, KeptStore]:
        """Those that exist, by code."""
        if not codes:
            return {}
        query = {"_id": {"$in": [_key(brand, code) for code in codes]}, "brand": brand}
        found = await self._stores.find(query, session=self._session).to_list(len(codes))
        return {document["code"]: _kept(document) for document in found}

    async def page(
        self, brand: str, city: str, after: str, limit: int, closed_since: str
    ) -> list[KeptStore]:
        """Stores behind the code `after`, by code."""
        query: Document = {"brand": brand, "code": {"$gt": after}}
        if city:
            query["city"] = city
        if closed_since:
            query["$or"] = [{"closed_from": ""}, {"closed_from": {"$gt": closed_since}}]
        found = self._stores.find(query, session=self._session).sort("code", ASCENDING)
        return [_kept(document) for document in await found.limit(limit).to_list(limit)]

    async def positions(self, brand: str) -> list[Position]:
        """All stores with coordinates."""
        query = {"brand": brand, "coordinates": {"$ne": None}}
        wanted = {"code": 1, "coordinates": 1, "zone": 1, "closed_from": 1}
        found = await self._stores.find(query, wanted).limit(STORES_MAX).to_list(STORES_MAX)
        return [
            Position(d["code"], Coordinates(*d["coordinates"]), d["zone"], d["closed_from"])
            for d in found
        ]


class MongoStoresUnit(MongoStores):
    """Reads and writes within a transaction."""

    def __init__(self, db: Database, session: Session) -> None:
        super().__init__(db, session)
        self._db = db
        self._transaction = session
        self.answered = ""
        """The brand whose request was answered here for the first time."""

    async def count(self, brand: str) -> int:
        """How many stores the brand has."""
        return await self._stores.count_documents({"brand": brand}, session=self._session)

    async def keep(self, stores: Sequence[KeptStore]) -> None:
        """Write stores. The transaction fails, and runs again, when another changed them."""
        if stores:
            # A new store is inserted by its id, and a changed one replaces what was read here, so
            # of two writers one loses.
            writes = [
                ReplaceOne({"_id": document["_id"]}, document, upsert=True)
                for document in map(_document, stores)
            ]
            await self._stores.bulk_write(writes, session=self._session)

    async def recall(self, brand: str, wish: Wish) -> list[Upserted] | None:
        """The first answer to this request; None when it is new."""
        known = await idempotency.recall(
            self._db,
            self._session,
            caller_brand=brand,
            request_id=wish.request_id,
            request=wish.content,
        )
        if known is None:
            return None
        assert isinstance(known, stores_pb2.UpsertStoresResponse), "the digest has the type"
        return [
            Upserted(r.code, _STATE_OF[r.state], r.etag, r.reason, r.field, r.message)
            for r in known.results
        ]

    async def remember(self, brand: str, wish: Wish, answer: Sequence[Upserted]) -> None:
        """Keep the answer with the effect."""
        self.answered = brand
        told = ",".join(each.code for each in answer if each.state is not UpsertState.REFUSED)
        audit.changed(after={"stores": told})
        results = [
            stores_pb2.UpsertStoreResult(
                code=each.code,
                state=_STATES[each.state],
                etag=each.etag,
                reason=each.reason,
                field=each.field,
                message=each.message,
            )
            for each in answer
        ]
        await idempotency.remember(
            self._db,
            self._transaction,
            caller_brand=brand,
            request_id=wish.request_id,
            request=wish.content,
            response=stores_pb2.UpsertStoresResponse(results=results),
        )


def _key(brand: str, code: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{code}"


def _document(kept: KeptStore) -> Document:
    store = kept.store
    return {
        "_id": _key(kept.brand, store.code),
        "brand": kept.brand,
        "code": store.code,
        "name": {"zh": store.name_zh, "en": store.name_en},
        "city": store.city,
        "zone": store.zone,
        "coordinates": None if store.coordinates is None else list(store.coordinates),
        "hours": [list(each) for each in store.hours],
        "closed_days": list(store.closed_days),
        "closed_from": store.closed_from,
        # As pairs: a label may be any text, and a name of a field may not.
        "labels": [list(each) for each in store.labels.items()],
        "version": kept.version,
    }


def _kept(document: Document) -> KeptStore:
    coordinates = document["coordinates"]
    store = Store(
        code=document["code"],
        name_zh=document["name"]["zh"],
        name_en=document["name"]["en"],
        city=document["city"],
        zone=document["zone"],
        coordinates=None if coordinates is None else Coordinates(*coordinates),
        hours=tuple(OpenInterval(*each) for each in document["hours"]),
        closed_days=tuple(document["closed_days"]),
        closed_from=document["closed_from"],
        labels=dict(document["labels"]),
    )
    return KeptStore(document["brand"], store, document["version"])

"""Another service's copy of the register of stores, as members' events tell it.

`stores`  {_id: "brand/code", brand, code, version, city, zone, intervals: [[weekday, opening
           minute, closing minute]], closed_days, closed_from}
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from services.common.later_version import later_of
from services.common.mongo import Database, Document, UpdateOne
from services.common.stores import KnownStore, opening_hours
from tessera.members.v1 import events_pb2

COLLECTION = "stores"


def known_store(event: events_pb2.Event) -> KnownStore:
    """The store of a `store_changed`. Raises ValueError for one that can't be kept."""
    store = event.store_changed.store
    if not store.code or store.version < 1:
        raise ValueError("a store has a code and a version")
    hours = opening_hours(
        store.zone,
        [(each.weekday, each.open_minute, each.close_minute) for each in store.hours],
        store.closed_days,
        store.closed_from,
    )
    return KnownStore(event.brand, store.code, store.version, store.city, hours)


class StoreProjection:
    """Keeps the latest version of each store, in whatever order they come."""

    def __init__(self, db: Database) -> None:
        self._stores = db[COLLECTION]

    async def keep(self, changed: Sequence[KnownStore]) -> None:
        """Take over stores; a version that is not later than the kept one changes nothing."""
        if changed:
            await self._stores.bulk_write([_update(store) for store in changed])

    async def known(self, brand: str, codes: Collection[str]) -> Mapping[str, KnownStore]:
        """The stores that are known, by code."""
        keys = [_key(brand, code) for code in codes if code]
        if not keys:
            return {}
        found = await self._stores.find({"_id": {"$in": keys}}).to_list(len(keys))
        return {document["code"]: _store(document) for document in found}


def _update(store: KnownStore) -> UpdateOne:
    hours = store.hours
    document: Document = {
        "_id": _key(store.brand, store.code),
        "brand": store.brand,
        "code": store.code,
        "version": store.version,
        "city": store.city,
        "zone": hours.zone,
        "intervals": [list(each) for each in hours.intervals],
        "closed_days": sorted(hours.closed_days),
        "closed_from": hours.closed_from,
    }
    later = later_of("$$ROOT", document)
    return UpdateOne({"_id": document["_id"]}, [{"$replaceWith": later}], upsert=True)


def _key(brand: str, code: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{code}"


def _store(found: Document) -> KnownStore:
    intervals = [(weekday, opens, closes) for weekday, opens, closes in found["intervals"]]
    hours = opening_hours(found["zone"], intervals, found["closed_days"], found["closed_from"])
    return KnownStore(found["brand"], found["code"], found["version"], found["city"], hours)

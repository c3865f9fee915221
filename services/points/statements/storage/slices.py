"""What is made of a brand's postings, kept slice by slice.

Each slice of settled postings is summed once, and what it comes to is kept under the last id in it.
So a reader sums the slices nobody has summed yet, which only the first one notices, and then at
most a slice and the last minutes. Whatever is kept can be dropped: it is made again.

Ids tell when they were made. After a few minutes no posting with an id from before can appear any
more: a commit that took that long has failed (group commit gives it seconds, MongoDB a minute), and
the clocks of replicas are closer than that.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from services.common.ids import floor_id
from services.common.mongo import ASCENDING, DESCENDING, Database, Document, DuplicateKey
from services.points.calendar.domain.month import Zone
from services.points.ledger.storage.indexes import POSTINGS

SLICE = 50_000
SETTLED_AFTER = timedelta(minutes=5)


class Slice(NamedTuple):
    """One that is kept: its name, zone and last id, and the document of the one before if any."""

    name: str
    zone_key: str
    upto: str
    document: Document
    before: Document | None


class Slices:
    """The kept slices of one collection, of every brand; in a zone each, since months are local."""

    def __init__(
        self, db: Database, collection: str, id_prefix: str, size: int, settled_after: timedelta
    ) -> None:
        self._postings = db[POSTINGS]
        self._kept = db[collection]
        self._id_prefix = id_prefix
        self._size = size
        self._settled_after = settled_after

    def span(self, brand: str, zone_key: str) -> Document:
        """Selects the names of a brand's slices."""
        prefix = f"{brand}/{zone_key}/{self._id_prefix}"
        # "`" follows the underscore.
        return {"$gt": f"{prefix}_", "$lt": f"{prefix}`"}

    async def newest(self, brand: str, zone: Zone, until: datetime | None) -> Document | None:
        """The last one of what was recorded until then; the last of all when None."""
        wanted: Document = {"_id": self.span(brand, zone.key)}
        if until is not None:
            wanted["recorded_to"] = {"$lte": until}
        found: Document | None = await self._kept.find_one(wanted, sort=[("_id", DESCENDING)])
        return found

    async def next_end(self, brand: str, after: str) -> str:
        """The last id of the slice that begins behind `after`, "" until all of it is settled."""
        settled = floor_id(self._id_prefix, datetime.now(UTC) - self._settled_after)
        cursor = self._postings.find(
            {"brand": brand, "_id": {"$gt": after, "$lt": settled}}, {"_id": 1}
        )
        ends: list[Any] = (
            await cursor.sort("_id", ASCENDING).skip(self._size - 1).limit(1).to_list(1)
        )
        return ends[0]["_id"] if ends else ""

    async def keep(self, brand: str, zone: Zone, document: Document) -> None:
        """Keep a slice up to the id `upto`."""
        try:
            await self._kept.insert_one(
                {"_id": f"{brand}/{zone.key}/{document['upto']}", **document}
            )
        except DuplicateKey:
            return  # Another reader made the same.

    async def next_after(self, brand: str, name: str) -> Slice | None:
        """The one behind the name `name` ("": the first), in whatever zone; None at the end."""
        span = {"$gt": name or f"{brand}/", "$lt": f"{brand}0"}
        found = await self._kept.find_one({"_id": span}, sort=[("_id", ASCENDING)])
        if found is None:
            return None
        own: str = found["_id"]
        zone_key, _, upto = own.removeprefix(f"{brand}/").rpartition("/")
        earlier = {**self.span(brand, zone_key), "$lt": own}
        before = await self._kept.find_one({"_id": earlier}, sort=[("_id", DESCENDING)])
        return Slice(own, zone_key, upto, found, before)

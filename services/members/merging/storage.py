"""Merges in MongoDB.

`merges`        {_id, brand, from, into, state, reason, by, at, parts: [{what, moved, kept}]}
`merge_copies`  {_id: of the merge, brand, from, into, documents: {collection: the document of the
                 one who was merged}, expire_at}     MongoDB removes them when they end
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.members.merging.domain.merge import Merge, MergeState, Part

COLLECTION = "merges"
COPIES = "merge_copies"
COPIED = ("members", "growth", "facts", "member_tags", "consents", "contact_preferences")
"""Collections with one document for each member, by the member's id."""
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("from", ASCENDING)]),
        IndexModel([("into", ASCENDING)]),
    ],
    COPIES: [IndexModel([("expire_at", ASCENDING)], expireAfterSeconds=0)],
}


class MongoMerges:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session

    async def merge(self, brand: str, merge_id: str) -> Merge | None:
        """The merge of that id."""
        query = {"_id": merge_id, "brand": brand}
        found = await self._db[COLLECTION].find_one(query, session=self._session)
        return None if found is None else _merge(found)

    async def page(
        self, brand: str, members: Collection[str], before: str, size: int
    ) -> list[Merge]:
        """Merges of any of `members` (none: of the brand), the latest first, from behind the id
        `before`."""
        query: Document = {"brand": brand}
        if members:
            query["$or"] = [{name: {"$in": list(members)}} for name in ("from", "into")]
        if before:
            query["_id"] = {"$lt": before}
        cursor = self._db[COLLECTION].find(query, session=self._session).sort("_id", DESCENDING)
        return [_merge(found) for found in await cursor.limit(size).to_list(size)]


class MongoMergesUnit(MongoMerges):
    """Reads and writes within a transaction."""

    async def keep(self, merge: Merge) -> None:
        """Write a merge in place of what was there."""
        document = {
            "_id": merge.id,
            "brand": merge.brand,
            "from": merge.from_id,
            "into": merge.into_id,
            "state": merge.state.value,
            "reason": merge.reason,
            "by": merge.by,
            "at": merge.at,
            "parts": [part._asdict() for part in merge.parts],
        }
        named = {"_id": merge.id, "brand": merge.brand}
        await self._db[COLLECTION].replace_one(named, document, upsert=True, session=self._session)

    async def copy(self, merge: Merge, until: datetime) -> None:
        """Keep what the one has who is merged, sealed as it is, until then."""
        named = {"_id": merge.from_id, "brand": merge.brand}
        documents = {
            name: found
            for name in COPIED
            if (found := await self._db[name].find_one(named, session=self._session))
        }
        copy = {
            "_id": merge.id,
            "brand": merge.brand,
            "from": merge.from_id,
            "into": merge.into_id,
            "documents": documents,
            "expire_at": until,
        }
        await self._db[COPIES].insert_one(copy, session=self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take away the copies of what the member had."""
        named = {"brand": brand, "from": member_id}
        await self._db[COPIES].delete_many(named, session=self._session)


def _merge(found: Mapping[str, Any]) -> Merge:
    return Merge(
        id=found["_id"],
        brand=found["brand"],
        from_id=found["from"],
        into_id=found["into"],
        state=MergeState(found["state"]),
        reason=found["reason"],
        by=found["by"],
        at=found["at"],
        parts=tuple(Part(**part) for part in found["parts"]),
    )

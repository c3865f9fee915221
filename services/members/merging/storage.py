"""Merges in MongoDB.

`merges`        {_id, brand, from, into, state, reason, by, at, parts: [{what, moved, kept}],
                 undone_at, undone_by, returned: as parts}
`merge_copies`  {_id: of the merge, brand, from, into, filled: [fields of the profile], documents:
                 {collection: the document of the one who was merged}, own: {the same of the
                 survivor}, expire_at}     MongoDB removes them when they end
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.members.activities.domain.facts import Facts
from services.members.activities.storage.facts import to_facts
from services.members.consent.domain.consents import NO_CONSENTS, Consents
from services.members.consent.storage import CONSENTS, to_consents
from services.members.contacts.domain.preferences import Preferences
from services.members.contacts.storage import to_preferences
from services.members.lifecycle.storage import COLLECTION as LIFECYCLES
from services.members.member_collections import COPIED, MERGES, PUT_BACK
from services.members.merging.domain.merge import Merge, MergeState, Part
from services.members.tags.domain.tags import NO_TAGS, Tags
from services.members.tags.storage import COLLECTION as TAGS
from services.members.tags.storage import to_tags
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Standing
from services.members.tiers.storage.standing_documents import COLLECTIONS, to_standing

COLLECTION = MERGES
COPIES = "merge_copies"
GROWTH, FACTS = COLLECTIONS[Source.GROWTH], COLLECTIONS[Source.PURCHASES]
OWN = (GROWTH, FACTS, TAGS, CONSENTS)
"""Those of which the survivor's are kept too, as `_kept` reads them."""
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("from", ASCENDING)]),
        IndexModel([("into", ASCENDING)]),
    ],
    COPIES: [IndexModel([("expire_at", ASCENDING)], expireAfterSeconds=0)],
}


class Kept(NamedTuple):
    """Growth, facts, tags and consents of one of the two before the merge."""

    growth: Standing
    facts: Facts
    tags: Tags
    consents: Consents


class Copied(NamedTuple):
    """`member` is sealed; `filled` are fields of the survivor's profile that it filled;
    `preferences` are the contact preferences of the one who was merged; `brought_steps` the steps
    that they were told, and the survivor was not."""

    member: Mapping[str, Any]
    filled: tuple[str, ...]
    theirs: Kept
    own: Kept
    preferences: Preferences | None
    brought_steps: frozenset[str]


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
            "undone_at": merge.undone_at,
            "undone_by": merge.undone_by,
            "returned": [part._asdict() for part in merge.returned],
        }
        named = {"_id": merge.id, "brand": merge.brand}
        await self._db[COLLECTION].replace_one(named, document, upsert=True, session=self._session)

    async def copy(self, merge: Merge, filled: Sequence[str], until: datetime) -> None:
        """Keep what the one has who is merged, sealed as it is, until then; and what the survivor
        had of the same, but for personal data. `filled` are fields of the survivor's profile."""
        documents = await self._documents(merge.brand, merge.from_id, COPIED)
        copy = {
            "filled": list(filled),
            "own": await self._documents(merge.brand, merge.into_id, (*OWN, LIFECYCLES)),
            "_id": merge.id,
            "brand": merge.brand,
            "from": merge.from_id,
            "into": merge.into_id,
            "documents": documents,
            "expire_at": until,
        }
        await self._db[COPIES].insert_one(copy, session=self._session)

    async def _documents(
        self, brand: str, member_id: str, names: Sequence[str]
    ) -> dict[str, Document]:
        named = {"_id": member_id, "brand": brand}
        return {
            name: found
            for name in names
            if (found := await self._db[name].find_one(named, session=self._session))
        }

    async def copied(self, merge: Merge) -> Copied | None:
        """What was copied; None when the copy is gone."""
        found = await self._db[COPIES].find_one(
            {"_id": merge.id, "brand": merge.brand}, session=self._session
        )
        if found is None or "members" not in found["documents"]:
            return None
        wishes = found["documents"].get("contact_preferences")
        return Copied(
            member=found["documents"]["members"],
            filled=tuple(found.get("filled", ())),
            theirs=_kept(found["documents"]),
            own=_kept(found.get("own", {})),
            preferences=None if wishes is None else to_preferences(wishes),
            brought_steps=_told(found["documents"]) - _told(found.get("own", {})),
        )

    async def put_back(self, merge: Merge) -> None:
        """Write what the one had who was merged, but for the member and growth, as it was."""
        found = await self._db[COPIES].find_one({"_id": merge.id}, session=self._session)
        assert found is not None, "it was read in this transaction"
        for name in PUT_BACK:
            if name in found["documents"]:
                document = found["documents"][name]
                await self._db[name].replace_one(
                    {"_id": merge.from_id}, document, upsert=True, session=self._session
                )

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
        undone_at=found.get("undone_at"),
        undone_by=found.get("undone_by", ""),
        returned=tuple(Part(**part) for part in found.get("returned", ())),
    )


def _told(documents: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(documents.get(LIFECYCLES, {}).get("told", ()))


def _kept(documents: Mapping[str, Any]) -> Kept:
    growth, facts, tags, consents = (documents.get(name) for name in OWN)
    return Kept(
        to_standing(growth) if growth else Standing(),
        to_facts(facts) if facts else Facts(),
        to_tags(tags) if tags else NO_TAGS,
        to_consents(consents) if consents else NO_CONSENTS,
    )

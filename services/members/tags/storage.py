"""The tags of members, in MongoDB.

`member_tags`  {_id: member id, brand, revision, held: [{code, source, set_by, at, confidence,
                until, why: {version, facts: [{fact, value}]}}]}
               `until` is absent where a tag does not lapse, `why` where no rule gave it
`tags_told`    {_id: brand, named}     True when all members were told their tags
"""

from collections.abc import Collection, Mapping
from typing import Any

from services.common.mongo import ASCENDING, Database, Document, IndexModel, Session
from services.members import member_documents
from services.members.tags.domain.tag import Tag, TagSource, Why
from services.members.tags.domain.tags import Tags

COLLECTION = "member_tags"
TOLD = "tags_told"
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("_id", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("held.code", ASCENDING), ("_id", ASCENDING)]),
    ]
}


class MongoTags:
    """Reads, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._db = db
        self._session = session

    async def tags(self, brand: str, ids: Collection[str]) -> dict[str, Tags]:
        """By member, of those who ever had any."""
        found = await member_documents.read(self._db[COLLECTION], brand, ids, self._session)
        return {document["_id"]: to_tags(document) for document in found}

    async def told(self, brand: str) -> bool:
        """True when all members of the brand were told their tags."""
        found = await self._db[TOLD].find_one({"_id": brand}, session=self._session)
        return found is not None and bool(found["named"])

    async def tagged_after(self, brand: str, member_id: str, limit: int) -> list[str]:
        """Ids of members behind that id who ever had a tag, by id."""
        query = {"brand": brand, "_id": {"$gt": member_id}}
        cursor = self._db[COLLECTION].find(query, {"_id": 1}, session=self._session)
        found = await cursor.sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [document["_id"] for document in found]

    async def having(self, brand: str, code: str, after: str, limit: int) -> list[str]:
        """Members behind the id `after` who were given the tag, by id; it may have lapsed."""
        query = {"brand": brand, "held.code": code, "_id": {"$gt": after}}
        cursor = self._db[COLLECTION].find(query, {"_id": 1}, session=self._session)
        found = await cursor.sort("_id", ASCENDING).limit(limit).to_list(limit)
        return [document["_id"] for document in found]


class MongoTagsUnit(MongoTags):
    """Reads and writes within a transaction."""

    async def keep(self, brand: str, tags: Mapping[str, Tags]) -> None:
        """Write tags by member."""
        documents = {
            id_: {
                "brand": brand,
                "revision": each.revision,
                "held": [_document(tag) for tag in each.held.values()],
            }
            for id_, each in tags.items()
        }
        await member_documents.replace(self._db[COLLECTION], brand, documents, self._session)

    async def forget(self, brand: str, member_id: str) -> None:
        """Take the member's tags away."""
        await member_documents.delete(self._db[COLLECTION], brand, member_id, self._session)

    async def keep_told(self, brand: str, named: bool) -> None:
        """All members of the brand were told their tags, or none was."""
        kept = {"$set": {"named": named}}
        await self._db[TOLD].update_one({"_id": brand}, kept, upsert=True, session=self._session)


def _document(tag: Tag) -> Document:
    document: Document = {
        "code": tag.code,
        "source": tag.source.value,
        "set_by": tag.set_by,
        "at": tag.at,
        "confidence": tag.confidence_percent,
    }
    if tag.expires_at is not None:
        document["until"] = tag.expires_at
    if tag.why is not None:
        facts = [{"fact": fact, "value": value} for fact, value in tag.why.facts]
        document["why"] = {"version": tag.why.version, "facts": facts}
    return document


def to_tags(document: Mapping[str, Any]) -> Tags:
    """The tags in a document."""
    held = map(_to_tag, document["held"])
    return Tags({tag.code: tag for tag in held}, document["revision"])


def _to_tag(document: Mapping[str, Any]) -> Tag:
    return Tag(
        code=document["code"],
        source=TagSource(document["source"]),
        set_by=document["set_by"],
        at=document["at"],
        confidence_percent=document["confidence"],
        expires_at=document.get("until"),
        why=_to_why(document["why"]) if "why" in document else None,
    )


def _to_why(document: Mapping[str, Any]) -> Why:
    facts = ((each["fact"], each["value"]) for each in document["facts"])
    return Why(document["version"], tuple(facts))

"""Documents of which a room keeps one for each member: {_id: member id, brand, …}."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from services.common import mongo
from services.common.mongo import ASCENDING, Document, ReplaceOne, Session, UpdateOne


async def read(
    collection: mongo.Collection, brand: str, ids: Collection[str], session: Session | None
) -> Sequence[Document]:
    """Those of the members that have one."""
    if not ids:
        return ()
    query = {"_id": {"$in": list(ids)}, "brand": brand}
    return await collection.find(query, session=session).to_list(len(ids))


async def due(
    collection: mongo.Collection,
    field: str,
    now: datetime,
    limit: int,
    without: Collection[str],
    passed_over: Collection[str],
    session: Session | None,
) -> list[tuple[str, str]]:
    """Brand and member where the instant in `field` has come, the longest waiting first; none of
    the brands `without`, and none of the members `passed_over`."""
    query: Document = {field: {"$lte": now}}
    if without:
        query["brand"] = {"$nin": list(without)}
    if passed_over:
        query["_id"] = {"$nin": list(passed_over)}
    cursor = collection.find(query, {"brand": 1}, session=session)
    found = await cursor.sort(field, ASCENDING).limit(limit).to_list(limit)
    return [(document["brand"], document["_id"]) for document in found]


async def make_due(
    collection: mongo.Collection, field: str, brand: str, ids: Collection[str], new: Document
) -> None:
    """Members are due at the instant in `field` of `new`, which who has no document yet is given.
    Nothing else that is kept of a member is read or changed."""
    writes = [
        UpdateOne(
            {"_id": each, "brand": brand},
            {
                "$set": {field: new[field]},
                "$setOnInsert": {name: new[name] for name in new if name not in (field, "brand")},
            },
            upsert=True,
        )
        for each in ids
    ]
    await collection.bulk_write(writes, ordered=False)


async def replace(
    collection: mongo.Collection,
    brand: str,
    documents: Mapping[str, Document],
    session: Session | None,
) -> None:
    """Write the documents by member, in place of those that are there."""
    writes = [
        ReplaceOne({"_id": member_id, "brand": brand}, document, upsert=True)
        for member_id, document in documents.items()
    ]
    if writes:
        await collection.bulk_write(writes, ordered=False, session=session)


async def delete(
    collection: mongo.Collection, brand: str, member_id: str, session: Session | None
) -> None:
    """Take the member's document away."""
    await collection.delete_one({"_id": member_id, "brand": brand}, session=session)

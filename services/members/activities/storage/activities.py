"""Activities as documents, once per (brand, channel, event id), for ever.

`activities`  {_id: "brand/channel/event id", brand, member_id, type, occurred_at, recorded_at,
               content}
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from services.common.mongo import Binary, Database, Document, Session
from services.members.activities.domain.activity import Activity, ActivityKey

COLLECTION = "activities"


class Activities:
    """Reads and writes activities within a transaction."""

    def __init__(self, db: Database) -> None:
        self._collection = db[COLLECTION]

    async def told(
        self, session: Session, brand: str, keys: Collection[ActivityKey]
    ) -> dict[ActivityKey, bytes]:
        """The content of those that were recorded before."""
        by_id = {_id(brand, key): key for key in keys}
        query = {"_id": {"$in": list(by_id)}, "brand": brand}
        cursor = self._collection.find(query, {"content": 1}, session=session)
        found = await cursor.to_list(len(by_id))
        return {by_id[document["_id"]]: bytes(document["content"]) for document in found}

    async def add(
        self, session: Session, brand: str, activities: Sequence[Activity], at: datetime
    ) -> None:
        """Write new activities; a race for an event id is lost and run again."""
        documents = [_document(brand, activity, at) for activity in activities]
        await self._collection.insert_many(documents, session=session)


def _id(brand: str, key: ActivityKey) -> str:
    # Neither a brand nor a channel has a slash in it, so two keys are never one id.
    return f"{brand}/{key[0]}/{key[1]}"


def _document(brand: str, activity: Activity, at: datetime) -> Document:
    return {
        "_id": _id(brand, (activity.channel, activity.event_id)),
        "brand": brand,
        "member_id": activity.member_id,
        "type": activity.type,
        "occurred_at": activity.occurred_at,
        "recorded_at": at,
        "content": Binary(activity.content),
    }

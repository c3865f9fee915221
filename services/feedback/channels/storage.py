"""The inbox in MongoDB.

`inbox`  {_id: id of the touch, brand, member_id, place, message, name: [zh, en], text: [zh, en],
          why: [zh, en], purpose, sent_at, read_at}
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
)
from services.feedback.channels.domain import InboxMessage
from services.feedback.programme.domain import Text

COLLECTION = "inbox"
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("place", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("read_at", ASCENDING)]),
    ]
}


class MongoInbox:
    """Implements `channels.commands.Inbox`."""

    def __init__(self, db: Database) -> None:
        self._inbox = db[COLLECTION]

    async def page(
        self, brand: str, member_id: str, before: str, limit: int
    ) -> list[tuple[str, InboxMessage]]:
        selection: Document = {"brand": brand, "member_id": member_id}
        if before:
            selection["place"] = {"$lt": before}
        cursor = self._inbox.find(selection).sort("place", DESCENDING).limit(limit)
        return [(each["place"], _message(each)) for each in await cursor.to_list(limit)]

    async def unread(self, brand: str, member_id: str, limit: int) -> int:
        selection = {"brand": brand, "member_id": member_id, "read_at": None}
        return await self._inbox.count_documents(selection, limit=limit)

    async def open(
        self, brand: str, member_id: str, id_: str, now: datetime
    ) -> InboxMessage | None:
        named = {"_id": id_, "brand": brand, "member_id": member_id}
        await self._inbox.update_one({**named, "read_at": None}, {"$set": {"read_at": now}})
        found = await self._inbox.find_one(named)
        return None if found is None else _message(found)


async def put_in_inbox(
    db: Database, session: Session, brand: str, messages: Sequence[InboxMessage]
) -> None:
    """Write messages in the transaction of their touches; one that is there stays as it is."""
    writes = [
        UpdateOne({"_id": each.id}, {"$setOnInsert": _document(brand, each)}, upsert=True)
        for each in messages
    ]
    if writes:
        await db[COLLECTION].bulk_write(writes, ordered=False, session=session)


async def empty_inbox(db: Database, brand: str, member_id: str) -> None:
    """Delete all messages of a member."""
    await db[COLLECTION].delete_many({"brand": brand, "member_id": member_id})


def _document(brand: str, message: InboxMessage) -> Document:
    return {
        "brand": brand,
        "member_id": message.member_id,
        "place": f"{int(message.sent_at.timestamp() * 1000):014d}/{message.id}",
        "message": message.message,
        "name": list(message.name),
        "text": list(message.text),
        "why": list(message.why),
        "purpose": message.purpose,
        "sent_at": message.sent_at,
        "read_at": message.read_at,
    }


def _message(found: Mapping[str, Any]) -> InboxMessage:
    return InboxMessage(
        found["_id"],
        found["member_id"],
        found["message"],
        Text(*found["name"]),
        Text(*found["text"]),
        Text(*found["why"]),
        found["purpose"],
        found["sent_at"],
        found["read_at"],
    )

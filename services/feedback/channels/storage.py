"""The inbox in MongoDB.

`inbox`  {_id: id of the touch, brand, member_id, place, message, name: [zh, en], text: [zh, en],
          why: [zh, en], purpose, sent_at, read_at, feedback_id}
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from google.protobuf.wrappers_pb2 import StringValue

from services.common import idempotency
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    transact,
)
from services.feedback.channels.domain import InboxMessage, Opening
from services.feedback.programme.domain import Text

COLLECTION = "inbox"
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("place", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("read_at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("sent_at", ASCENDING)]),
        IndexModel(
            [("brand", ASCENDING), ("broadcast", ASCENDING), ("read_at", ASCENDING)],
            partialFilterExpression={"broadcast": {"$gt": ""}},
            name="broadcast",
        ),
    ]
}


class MongoInbox:
    """Implements `channels.commands.Inbox`."""

    def __init__(self, db: Database) -> None:
        self._db = db
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

    async def open(self, opening: Opening, now: datetime) -> tuple[InboxMessage | None, bool]:
        named = {"_id": opening.id, "brand": opening.brand, "member_id": opening.member_id}

        async def effect(session: Session) -> bool:
            async def read() -> StringValue:
                await self._inbox.update_one(
                    {**named, "read_at": None}, {"$set": {"read_at": now}}, session=session
                )
                # The message itself is not kept again: an erasure would have to find it.
                return StringValue(value=opening.id)

            _, replayed = await idempotency.once(
                self._db,
                session,
                caller_brand=opening.brand,
                request_id=opening.request_id,
                request=opening.content,
                fn=read,
            )
            return replayed

        replayed = await transact(self._db, effect)
        found = await self._inbox.find_one(named)
        return None if found is None else _message(found), replayed


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
        "feedback_id": message.feedback_id,
        "broadcast": message.broadcast,
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
        found.get("feedback_id", ""),
        found.get("broadcast", ""),
    )

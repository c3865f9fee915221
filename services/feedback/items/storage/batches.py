"""What a batch of items reads and writes of many at once, within one transaction."""

from collections.abc import Collection

from services.common.mongo import Database, Session, UpdateOne
from services.feedback.items.domain.item import Feedback
from services.feedback.items.storage.collections import COLLECTION, HEARD, heard_id
from services.feedback.items.storage.documents import to_item


async def known_events(
    db: Database, session: Session, brand: str, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Feedback]:
    """The items that these events, each of a channel, brought."""
    found: dict[tuple[str, str], Feedback] = {}
    for channel in sorted({channel for channel, _ in keys}):
        ids = [event_id for name, event_id in keys if name == channel]
        wanted = {"brand": brand, "channel": channel, "channel_event_id": {"$in": ids}}
        there = await db[COLLECTION].find(wanted, session=session).to_list(len(ids))
        found |= {(channel, each["channel_event_id"]): to_item(each) for each in there}
    return found


async def met_members(
    db: Database, session: Session, brand: str, member_ids: Collection[str]
) -> set[str]:
    """Those of the members who were erased. An erasure writes the same documents, so one of the two
    runs behind the other."""
    if not member_ids:
        return set()
    writes = [
        UpdateOne(
            {"_id": heard_id(brand, each)},
            {"$inc": {"items": 1}, "$set": {"brand": brand, "member_id": each}},
            upsert=True,
        )
        for each in sorted(member_ids)
    ]
    await db[HEARD].bulk_write(writes, ordered=False, session=session)
    keys = [heard_id(brand, each) for each in member_ids]
    erased = {"_id": {"$in": keys}, "erased_at": {"$exists": True}}
    found = await db[HEARD].find(erased, {"member_id": 1}, session=session).to_list(None)
    return {each["member_id"] for each in found}

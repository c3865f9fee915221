"""Likes when two members become one: each post has one of the survivor.

Of two, that of the old id counts no more, and says of which merge that comes.
"""

from collections.abc import Collection

from services.common.mongo import Database, Document, Session
from services.feedback.topics.storage.collections import LIKES, POSTS


async def take_over_likes(
    db: Database, session: Session, brand: str, ids: tuple[str, str, str], limit: int
) -> tuple[Collection[str], bool]:
    """Let a slice of the likes of `ids` (merge, old id, survivor) be the survivor's.

    Which ones are now, and whether there may be more.
    """
    merge_id, old, survivor = ids
    whose: Document = {"brand": brand, "member_id": old, "doubled": {"$exists": False}}
    found = await db[LIKES].find(whose, session=session).limit(limit).to_list(limit)
    same = {"post": {"$in": [each["post"] for each in found]}, "member_id": survivor}
    theirs = await db[LIKES].find(same, {"post": 1}, session=session).to_list(None)
    known = {each["post"] for each in theirs}
    moved = [each["_id"] for each in found if each["post"] not in known]
    on = {"$set": {"member_id": survivor}}
    await db[LIKES].update_many({"_id": {"$in": moved}}, on, session=session)
    for each in found:
        if each["post"] in known:
            mark = {"$set": {"doubled": merge_id}}
            await db[LIKES].update_one({"_id": each["_id"]}, mark, session=session)
            await _count(db, session, each["post"], -1)
    return moved, len(found) == limit


async def give_back_likes(db: Database, session: Session, brand: str, merge_id: str) -> None:
    """Let what counted no more for the merge count again."""
    named = {"brand": brand, "doubled": merge_id}
    for each in await db[LIKES].find(named, session=session).to_list(None):
        unmark = {"$unset": {"doubled": ""}}
        await db[LIKES].update_one({"_id": each["_id"]}, unmark, session=session)
        await _count(db, session, each["post"], 1)


async def _count(db: Database, session: Session, post_id: str, by: int) -> None:
    await db[POSTS].update_one({"_id": post_id}, {"$inc": {"likes": by}}, session=session)

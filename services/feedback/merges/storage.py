"""Merges of members in MongoDB.

`merges`  {_id: of the merge, brand, from, into, at, ids: {collection: [ids of what moved]},
            going: true, until all has moved, undone: true, once it is}
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    transact,
)
from services.feedback.ideas.storage.collections import IDEAS, PLACES, VOTES
from services.feedback.ideas.storage.doubles import KEPT, give_back, take_over
from services.feedback.items.storage.collections import COLLECTION as ITEMS
from services.feedback.merges.domain import Merged, Moved
from services.feedback.offers.storage.records import RECORDS as NEXT_OFFERS
from services.feedback.surveys.storage.answers import ANSWERS, COMMENTS
from services.feedback.surveys.storage.members import MEMBERS
from services.feedback.surveys.storage.offers import OFFERS
from services.feedback.topics.storage.collections import LIKES, POSTS
from services.feedback.topics.storage.doubles import give_back_likes, take_over_likes

COLLECTION = "merges"
MOVED = (ITEMS, OFFERS, ANSWERS, COMMENTS, IDEAS, NEXT_OFFERS, POSTS)
SLICE = 200
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    COLLECTION: [IndexModel([("at", ASCENDING)])],
    COMMENTS: [
        IndexModel(
            [("brand", ASCENDING), ("member_id", ASCENDING)],
            partialFilterExpression={"member_id": {"$exists": True}},
        )
    ],
}


class MongoMerges:
    """Implements `merges.commands.Merges`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._merges = db[COLLECTION]

    async def move(self, merged: Merged) -> None:
        """Let all that is the old id's be the survivor's. The merge says first what moves."""
        for name in MOVED:
            while ids := await self._slice(name, merged):
                await self._note(merged, name, ids)
                await self._db[name].update_many(
                    {"_id": {"$in": list(ids)}, "member_id": merged.from_id},
                    {"$set": {"member_id": merged.into_id}},
                )
        for name in (*KEPT, LIKES):
            while await self._take_over(name, merged):
                pass
        await self._forget_standing(merged)
        await self._note(merged, ITEMS, ())
        await self._merges.update_one({"_id": merged.merge_id}, {"$unset": {"going": ""}})

    async def _slice(self, name: str, merged: Merged) -> Collection[str]:
        whose = {"brand": merged.brand, "member_id": merged.from_id}
        found = await self._db[name].find(whose, {"_id": 1}).limit(SLICE).to_list(SLICE)
        return [document["_id"] for document in found]

    async def _note(
        self, merged: Merged, name: str, ids: Collection[str], session: Session | None = None
    ) -> None:
        named = {
            "brand": merged.brand,
            "from": merged.from_id,
            "into": merged.into_id,
            "at": merged.at,
            "going": True,
        }
        await self._merges.update_one(
            {"_id": merged.merge_id},
            {"$setOnInsert": named, "$addToSet": {f"ids.{name}": {"$each": list(ids)}}},
            upsert=True,
            session=session,
        )

    async def _take_over(self, name: str, merged: Merged) -> bool:
        ids = merged.merge_id, merged.from_id, merged.into_id

        async def effect(session: Session) -> bool:
            if name == LIKES:
                moved, more = await take_over_likes(self._db, session, merged.brand, ids, SLICE)
            else:
                moved, more = await take_over(self._db, session, name, merged.brand, ids, SLICE)
            await self._note(merged, name, moved, session)
            return more

        return await transact(self._db, effect)

    async def _forget_standing(self, merged: Merged) -> None:
        """Surveys know one member from now on, who was asked when either was asked last."""
        old = {"_id": f"{merged.brand}/{merged.from_id}"}
        found = await self._db[MEMBERS].find_one(old)
        if found is not None and found.get("asked_at") is not None:
            own = {"_id": f"{merged.brand}/{merged.into_id}"}
            asked = {"$max": {"asked_at": found["asked_at"]}}
            await self._db[MEMBERS].update_one(own, asked)
        await self._db[MEMBERS].delete_one(old)

    async def move_back(self, brand: str, merge_id: str) -> None:
        """Let what moved be the old id's again, where it still is the survivor's."""
        found = await self._merges.find_one({"_id": merge_id, "brand": brand})
        if found is None:
            return
        for name, ids in found["ids"].items():
            for start in range(0, len(ids), SLICE):
                wanted = {"_id": {"$in": ids[start : start + SLICE]}, "member_id": found["into"]}
                await self._db[name].update_many(wanted, {"$set": {"member_id": found["from"]}})

        async def count_again(session: Session) -> None:
            for name in KEPT:
                await give_back(self._db, session, name, brand, merge_id)
            await give_back_likes(self._db, session, brand, merge_id)

        await transact(self._db, count_again)
        await self._merges.update_one({"_id": merge_id}, {"$set": {"undone": True}})

    async def find(self, brand: str, merge_id: str) -> Moved | None:
        """What moved; None while nothing is known of the merge."""
        found = await self._merges.find_one({"_id": merge_id, "brand": brand})
        return None if found is None else _moved(found)

    async def since(self, at: datetime) -> list[Merged]:
        """The merges of all brands of after that time."""
        query = {"at": {"$gt": at}, "undone": {"$ne": True}}
        found = await self._merges.find(query).to_list(None)
        return [_merged(document) for document in found]


def _moved(found: Document) -> Moved:
    def count(name: str) -> int:
        return len(found["ids"].get(name, ()))

    state = (bool(found.get("going")), bool(found.get("undone")))
    ideas = (count(IDEAS), count(VOTES), count(PLACES))
    topics = (count(POSTS), count(LIKES))
    answers = count(ANSWERS) + count(COMMENTS)
    return Moved(count(ITEMS), count(OFFERS), answers, *ideas, *topics, *state)


def _merged(found: Mapping[str, Any]) -> Merged:
    return Merged(found["brand"], found["_id"], found["from"], found["into"], found["at"])

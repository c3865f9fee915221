"""Posts to groups in MongoDB.

`group_posts`  {_id, brand, group_id, message, name, purpose, promotion, members, allowed, checks,
                text, revision, posted_by, posted_at}
`group_post_turns`  {_id: brand, posts: how many were decided on}

Whoever decides counts up its brand's turns: of two at a time one runs again behind the other.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    aggregate,
)
from services.common.written_once import Wire, written_once
from services.feedback.audience.domain import Purpose
from services.feedback.audience.storage import posted_to
from services.feedback.group_posts.domain.asked import Decide, Request, Wanted
from services.feedback.group_posts.domain.post import Before, Decided, Post, Touched
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.touch import State
from services.feedback.reach.storage.documents import check_document, to_check
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES

COLLECTION, TURNS = "group_posts", "group_post_turns"
LONGEST_WAIT = timedelta(days=8)
"""Touches are found by their wish: a message is put off for two days at most, and one that an
operator sends again after longer counts no more."""
SAID = (
    *(State.PLANNED, State.HANDED, State.AWAITING_STAFF, State.SENT),
    *(State.DELIVERED, State.UNKNOWN),
)
"""Touches that count: a provider has them, or may have, or is to have."""
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("group_id", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("brand", ASCENDING), ("posted_at", ASCENDING)]),
    ],
    TURNS: [IndexModel([("_id", ASCENDING)])],
}


class MongoGroupPosts:
    """Implements `group_posts.commands.desk.Posts`."""

    def __init__(self, db: Database, wire: Wire[Post], clock: Clock) -> None:
        self._db = db
        self._posts = db[COLLECTION]
        self._wire = wire
        self._clock = clock

    async def before(self, wanted: Wanted) -> Before:
        return await self._before(wanted, await self._direct(wanted.brand, wanted.begins), None)

    async def touched(self, brand: str, begins: Mapping[int, datetime]) -> dict[int, Touched]:
        return await self._touched(brand, begins, await self._direct(brand, begins), None)

    async def post(self, request: Request, wanted: Wanted, decide: Decide) -> tuple[Post, bool]:
        # Outside of the transaction: what is said meanwhile only makes room.
        direct = await self._direct(wanted.brand, wanted.begins)

        async def effect(session: Session) -> Post:
            await self._db[TURNS].update_one(
                {"_id": wanted.brand}, {"$inc": {"posts": 1}}, upsert=True, session=session
            )
            post = decide(await self._before(wanted, direct, session))
            await self._posts.insert_one(_document(post), session=session)
            if post.allowed and post.purpose is Purpose.MARKETING:
                members = wanted.members
                await posted_to(self._db, session, post.brand, members, wanted.day)
            audit.changed(
                after={
                    "post_id": post.id,
                    "group_id": post.group_id,
                    "message": post.message,
                    "allowed": str(post.allowed).lower(),
                }
            )
            return post

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def page(self, brand: str, group_id: str, before: str, limit: int) -> list[Post]:
        selection: Document = {"brand": brand}
        if group_id:
            selection["group_id"] = group_id
        if before:
            selection["_id"] = {"$lt": before}
        cursor = self._posts.find(selection).sort("_id", DESCENDING).limit(limit)
        return [_post(each) for each in await cursor.to_list(limit)]

    async def _before(
        self, wanted: Wanted, direct: Mapping[int, int], session: Session | None
    ) -> Before:
        own: Document = {"brand": wanted.brand, "group_id": wanted.group_id, "allowed": True}
        own["posted_at"] = {"$gte": wanted.today}
        today = await self._posts.count_documents(own, session=session)
        touched = await self._touched(wanted.brand, wanted.begins, direct, session)
        return Before(today, touched)

    async def _direct(self, brand: str, begins: Mapping[int, datetime]) -> dict[int, int]:
        """Touches to one member each, by the number of days."""
        return {days: await self._said_since(brand, begin) for days, begin in begins.items()}

    async def _said_since(self, brand: str, begin: datetime) -> int:
        place = f"{int((begin - LONGEST_WAIT).timestamp() * 1000):014d}"
        return int(
            await self._db[TOUCHES].count_documents(
                {
                    "brand": brand,
                    "place": {"$gte": place},
                    "decided_at": {"$gte": begin},
                    "state": {"$in": [each.value for each in SAID]},
                }
            )
        )

    async def _touched(
        self,
        brand: str,
        begins: Mapping[int, datetime],
        direct: Mapping[int, int],
        session: Session | None,
    ) -> dict[int, Touched]:
        found: dict[int, Touched] = {}
        for days, begin in begins.items():
            match = {"brand": brand, "posted_at": {"$gte": begin}, "allowed": True}
            promoted = {"$sum": {"$cond": ["$promotion", "$members", 0]}}
            grouped = {"_id": None, "group": {"$sum": "$members"}, "promotion": promoted}
            pipeline: list[Document] = [{"$match": match}, {"$group": grouped}]
            sums: Mapping[str, Any] = {}
            async for each in aggregate(self._posts, pipeline, session=session):
                sums = each
            found[days] = Touched(direct[days], sums.get("group", 0), sums.get("promotion", 0))
        return found


def _document(post: Post) -> Document:
    decided = post.decided
    return {
        "_id": post.id,
        "brand": post.brand,
        "group_id": post.group_id,
        "message": post.message,
        "name": list(post.name),
        "purpose": post.purpose.value,
        "promotion": post.promotion,
        "members": post.members,
        "allowed": post.allowed,
        "checks": [check_document(each) for each in decided.checks],
        "text": None if decided.text is None else list(decided.text),
        "revision": post.revision,
        "posted_by": post.posted_by,
        "posted_at": post.posted_at,
    }


def _post(found: Mapping[str, Any]) -> Post:
    text = found["text"]
    return Post(
        found["_id"],
        found["brand"],
        found["group_id"],
        found["message"],
        Text(*found["name"]),
        Purpose(found["purpose"]),
        found["promotion"],
        found["members"],
        Decided(
            tuple(to_check(each) for each in found["checks"]),
            None if text is None else Text(*text),
        ),
        found["revision"],
        found["posted_by"],
        found["posted_at"],
    )

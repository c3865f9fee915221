"""Posts and the content calendar in MongoDB: written with their event and the answer to their
request."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.common.clock import Clock
from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    DuplicateKey,
    Session,
    aggregate,
    transact,
)
from services.common.watch import Feed, FeedEvent
from services.common.written_once import TextWire, written_once
from services.feedback.topics.domain.asked import Order, PostFilter, Request
from services.feedback.topics.domain.edition import Edition, OfBrand, SlotState
from services.feedback.topics.domain.letter import Letter
from services.feedback.topics.domain.post import Post, State, StepKind
from services.feedback.topics.domain.section import Slot
from services.feedback.topics.storage.changing import MongoChanging, posts_of_day
from services.feedback.topics.storage.collections import EDITIONS, LETTERS, LIKES, POSTS, SLOTS
from services.feedback.topics.storage.documents import (
    edition_document,
    to_edition,
    to_letter,
    to_post,
    to_slot_state,
)

POST_EVENT, SLOT_EVENT = "post", "slot"


class Wire(Protocol):
    """Writes posts and slots in events."""

    def post_changed(
        self, event_id: str, brand: str, at: datetime, post: Post, kind: StepKind
    ) -> bytes: ...

    def slot_changed(
        self, event_id: str, brand: str, at: datetime, slot: Slot, topic: str, *, opened: bool
    ) -> bytes: ...


class MongoTopics:
    """Implements `topics.commands.store.TopicStore`."""

    def __init__(self, db: Database, feed: Feed, wire: Wire, clock: Clock) -> None:
        self._db = db
        self._feed = feed
        self._wire = wire
        self._clock = clock
        self._posts = db[POSTS]
        self._editions = db[EDITIONS]

    def _changing(self, session: Session, brand: str) -> MongoChanging:
        return MongoChanging(self._db, session, brand, self._publish, self._publish_slot)

    async def once(
        self, request: Request, change: Callable[[MongoChanging], Awaitable[str]]
    ) -> tuple[str, bool]:
        async def effect(session: Session) -> str:
            return await change(self._changing(session, request.brand))

        return await written_once(self._db, self._clock, request, TextWire(), effect)

    async def _publish(self, session: Session, brand: str, post: Post, kind: StepKind) -> None:
        event_id, now = new_id("evt"), self._clock.now()
        payload = self._wire.post_changed(event_id, brand, now, post, kind)
        event = FeedEvent(event_id, brand, POST_EVENT, post.member_id, now, payload)
        await self._feed.append(session, [event])

    async def _publish_slot(
        self, session: Session, brand: str, slot: Slot, topic: str, opened: bool
    ) -> None:
        event_id, now = new_id("evt"), self._clock.now()
        payload = self._wire.slot_changed(event_id, brand, now, slot, topic, opened=opened)
        event = FeedEvent(event_id, brand, SLOT_EVENT, slot.code, now, payload)
        await self._feed.append(session, [event])

    async def find(self, brand: str, post_id: str) -> Post | None:
        found = await self._posts.find_one({"_id": post_id, "brand": brand})
        return None if found is None else to_post(found)

    async def page(
        self, brand: str, only: PostFilter, before: str, limit: int
    ) -> list[tuple[str, Post]]:
        wanted: Document = {"brand": brand}
        if only.member_id:
            wanted["member_id"] = only.member_id
        if only.state is not None:
            wanted["state"] = only.state.value
        if only.topic:
            wanted["topic"] = only.topic
        if before:
            wanted |= _behind(before, only.order)
        found = await self._posts.find(wanted).sort(_SORTED[only.order]).limit(limit).to_list(limit)
        return [(_place(each, only.order), to_post(each)) for each in found]

    async def liked(self, brand: str, member_id: str, post_ids: Collection[str]) -> set[str]:
        wanted: Document = {"post": {"$in": list(post_ids)}, "member_id": member_id, "brand": brand}
        found = await self._db[LIKES].find(wanted, {"post": 1}).to_list(len(post_ids))
        return {each["post"] for each in found}

    async def posts_on(self, brand: str, member_id: str, day: str) -> int:
        return await posts_of_day(self._db, brand, member_id, day)

    async def open_posts(self, brand: str, topics: Sequence[str]) -> dict[str, int]:
        named = {"brand": brand, "state": State.OPEN.value, "topic": {"$in": list(topics)}}
        grouped = {"$group": {"_id": "$topic", "posts": {"$sum": 1}}}
        found = aggregate(self._posts, [{"$match": named}, grouped])
        return {each["_id"]: each["posts"] async for each in found}

    async def open_edition(self, brand: str, slot: Slot, edition: Edition) -> bool:
        async def effect(session: Session) -> bool:
            await self._editions.insert_one(edition_document(brand, edition), session=session)
            await self._publish_slot(session, brand, slot, edition.topic, True)
            return True

        named = {"_id": f"{brand}/{edition.key}"}
        if await self._editions.find_one(named, {"_id": 1}) is not None:
            return False
        try:
            return await transact(self._db, effect)
        except DuplicateKey:
            # Another worker was faster.
            return False

    async def editions_at(self, brand: str, now: datetime) -> list[Edition]:
        wanted = {"brand": brand, "closes_at": {"$gt": now}, "opens_at": {"$lte": now}}
        found = await self._editions.find(wanted).sort("opens_at", DESCENDING).to_list(None)
        return [to_edition(each) for each in found]

    async def latest(self, brand: str, slots: Collection[str], limit: int) -> list[Edition]:
        found: list[Document] = []
        for slot in slots:
            cursor = self._editions.find({"brand": brand, "slot": slot})
            found += await cursor.sort("planned", DESCENDING).limit(limit).to_list(limit)
        return [to_edition(each) for each in found]

    async def uncounted(
        self, now: datetime, limit: int, without: Collection[OfBrand]
    ) -> list[OfBrand]:
        query = {"counted": False, "closes_at": {"$lte": now}}
        return await self._first(query, "closes_at", limit, without)

    async def undrafted(self, limit: int, without: Collection[OfBrand]) -> list[OfBrand]:
        return await self._first({"drafted": False}, "opens_at", limit, without)

    async def _first(
        self, query: Document, by: str, limit: int, without: Collection[OfBrand]
    ) -> list[OfBrand]:
        if without:
            query = query | {"_id": {"$nin": [f"{brand}/{each.key}" for brand, each in without]}}
        cursor = self._editions.find(query).sort(by, ASCENDING).limit(limit)
        return [(each["brand"], to_edition(each)) for each in await cursor.to_list(limit)]

    async def drafted(self, brand: str, edition: Edition) -> None:
        named = {"_id": f"{brand}/{edition.key}"}
        await self._editions.update_one(named, {"$set": {"drafted": True}})

    async def count(
        self, brand: str, edition: Edition, judge: Callable[[MongoChanging], Awaitable[None]]
    ) -> None:
        named = {"_id": f"{brand}/{edition.key}"}
        of_edition = {"brand": brand, "edition": edition.key, "state": State.OPEN.value}

        async def effect(session: Session) -> None:
            found = await self._posts.find(of_edition, {"likes": 1}, session=session).to_list(None)
            interactions = len(found) + sum(each["likes"] for each in found)
            counted = {"$set": {"counted": True, "interactions": interactions}}
            only_once = {**named, "counted": False}
            done = await self._editions.update_one(only_once, counted, session=session)
            if done.modified_count:
                await judge(self._changing(session, brand))

        await transact(self._db, effect)

    async def slot_states(self, brand: str) -> dict[str, SlotState]:
        found = await self._db[SLOTS].find({"brand": brand}).to_list(None)
        return {each["slot"]: to_slot_state(each) for each in found}

    async def letters(self, now: datetime, limit: int) -> list[Letter]:
        cursor = self._db[LETTERS].find({"due": {"$lte": now}}).sort("due", ASCENDING).limit(limit)
        return [to_letter(each) for each in await cursor.to_list(limit)]

    async def later(self, letter: Letter, at: datetime) -> None:
        await self._db[LETTERS].update_one({"_id": letter.id}, {"$set": {"due": at}})

    async def done(self, letters: Sequence[Letter]) -> None:
        await self._db[LETTERS].delete_many({"_id": {"$in": [each.id for each in letters]}})


async def forget_posts(db: Database, brand: str, member_id: str) -> None:
    """Empty the posts of a member who is erased; nobody reads them any more."""
    emptied = {
        "text": "",
        "sameness": "",
        "forbidden": [],
        "urgent_words": [],
        "urgent": False,
        "state": State.WITHDRAWN.value,
    }
    own = {"brand": brand, "member_id": member_id}
    await db[POSTS].update_many(own, {"$set": emptied})


_SORTED: dict[Order, list[tuple[str, int]]] = {
    Order.NEWEST: [("_id", DESCENDING)],
    Order.LIKES: [("likes", DESCENDING), ("_id", DESCENDING)],
    Order.QUEUE: [("urgent", DESCENDING), ("_id", ASCENDING)],
}


def _place(found: Document, order: Order) -> str:
    if order is Order.LIKES:
        return f"{found['likes']}/{found['_id']}"
    if order is Order.QUEUE:
        return f"{int(found['urgent'])}/{found['_id']}"
    return str(found["_id"])


def _behind(before: str, order: Order) -> Document:
    if order is Order.NEWEST:
        return {"_id": {"$lt": before}}
    number, post_id = before.split("/", 1)
    if order is Order.LIKES:
        likes = int(number)
        same: dict[str, Any] = {"likes": likes, "_id": {"$lt": post_id}}
        return {"$or": [{"likes": {"$lt": likes}}, same]}
    urgent = number == "1"
    same = {"urgent": urgent, "_id": {"$gt": post_id}}
    return {"$or": [same, {"urgent": False}]} if urgent else same

"""Items in MongoDB: written with their event and the answer to their request in one transaction."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from google.protobuf.message import Message

from services.common import audit, audit_log, idempotency
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    ReplaceOne,
    Session,
    aggregate,
    transact,
)
from services.common.watch import Feed, FeedEvent
from services.feedback.items.domain.item import EVERYTHING, Alert, Feedback, Only
from services.feedback.items.domain.queue import OPEN, WHOLE_QUEUE, QueueOnly
from services.feedback.items.domain.states import State
from services.feedback.items.storage.batches import known_events, met_members
from services.feedback.items.storage.collections import (
    COLLECTION,
    EVENT_TYPE,
    HEARD,
    heard_id,
)
from services.feedback.items.storage.documents import to_document, to_item
from services.feedback.items.storage.wakings import clock_timer, timers_of, wakings
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers, timer_due


class Wire(Protocol):
    """Writes an item in events and in kept answers."""

    def answer(self, item: Feedback) -> Message: ...

    def from_answer(self, answer: Message) -> Feedback:
        """The item in a kept answer; fields that answers don't have are left at their defaults."""
        ...

    def event(
        self,
        event_id: str,
        brand: str,
        at: datetime,
        item: Feedback,
        alerts: Sequence[Alert] = (),
        *,
        by_clock: bool = False,
    ) -> bytes:
        """`by_clock`: clocks caused it, and members see no difference."""
        ...


Look = Callable[[str, Feedback], tuple[Feedback, tuple[Alert, ...]]]
Publish = Callable[[Session, str, Feedback], Awaitable[None]]
PublishAll = Callable[[Session, str, Sequence[Feedback]], Awaitable[None]]
T = TypeVar("T")


class MongoItems:
    """The items of one brand, within one transaction."""

    def __init__(
        self,
        db: Database,
        session: Session,
        brand: str,
        publish: Publish,
        publish_all: PublishAll,
    ) -> None:
        self._db = db
        self._items = db[COLLECTION]
        self._heard = db[HEARD]
        self._session = session
        self._brand = brand
        self._publish = publish
        self._publish_all = publish_all

    async def get(self, feedback_id: str) -> Feedback | None:
        return await self._one({"_id": feedback_id})

    async def by_channel_event(self, channel: str, channel_event_id: str) -> Feedback | None:
        return await self._one({"channel": channel, "channel_event_id": channel_event_id})

    async def _one(self, selection: Document) -> Feedback | None:
        selection = {"brand": self._brand, **selection}
        document = await self._items.find_one(selection, session=self._session)
        if document is None:
            return None
        item = to_item(document)
        if "wake_at" not in document:
            # An item of before: so that a write of it, whatever it changes, keeps its timer.
            wake_at = await timer_due(self._db, self._session, clock_timer(self._brand, item))
            item = replace(item, wake_at=wake_at)
        audit.changed(before={"state": item.state.value}, after={})
        return item

    async def loads(self, people: Sequence[str]) -> dict[str, int]:
        states = sorted(state.value for state in OPEN - {State.WAITING})
        wanted = {
            "brand": self._brand,
            "assignee": {"$in": list(people), "$gt": ""},
            "state": {"$in": states},
        }
        group = {"_id": "$assignee", "count": {"$sum": 1}}
        counted = aggregate(
            self._items, [{"$match": wanted}, {"$group": group}], session=self._session
        )
        return {one["_id"]: one["count"] async for one in counted}

    async def add(self, item: Feedback) -> None:
        if item.member_id:
            await self._check_not_erased(item.member_id)
        await self._items.insert_one(to_document(self._brand, item), session=self._session)
        await self._wake_all([item])
        await self._publish(self._session, self._brand, item)

    async def _check_not_erased(self, member_id: str) -> None:
        # A read alone would not do: an erasure may begin and end between it and the commit.
        heard = await self._heard.find_one_and_update(
            {"_id": heard_id(self._brand, member_id)},
            {"$inc": {"items": 1}, "$set": {"brand": self._brand, "member_id": member_id}},
            upsert=True,
            session=self._session,
        )
        if heard is not None and "erased_at" in heard:
            raise Refusal("MEMBER_ERASED", f"{member_id} was erased", field="member_id")

    async def by_channel_events(
        self, keys: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], Feedback]:
        return await known_events(self._db, self._session, self._brand, keys)

    async def met(self, member_ids: Collection[str]) -> set[str]:
        return await met_members(self._db, self._session, self._brand, member_ids)

    async def add_all(self, items: Sequence[Feedback]) -> None:
        if not items:
            return
        documents = [to_document(self._brand, each) for each in items]
        await self._items.insert_many(documents, ordered=False, session=self._session)
        await self._wake_all(items)
        await self._publish_all(self._session, self._brand, items)

    async def put(self, item: Feedback) -> None:
        await self._items.replace_one(
            {"_id": item.id, "brand": self._brand},
            to_document(self._brand, item),
            session=self._session,
        )
        await self._wake(item)
        await self._publish(self._session, self._brand, item)

    async def _wake(self, item: Feedback) -> None:
        timers, without = timers_of(self._brand, [item])
        await set_timers(self._db, self._session, timers, without)

    async def _wake_all(self, items: Sequence[Feedback]) -> None:
        # They are new: there is nothing to cancel.
        timers, _ = timers_of(self._brand, items)
        await set_timers(self._db, self._session, timers)


class MongoFeedbackStore:
    """Items of all brands in one collection; every query names the brand."""

    def __init__(self, db: Database, feed: Feed, wire: Wire, clock: Clock) -> None:
        self._db = db
        self._items = db[COLLECTION]
        self._feed = feed
        self._wire = wire
        self._clock = clock

    async def once(
        self,
        brand: str,
        request_id: str,
        content: bytes,
        change: Callable[[MongoItems], Awaitable[Feedback]],
    ) -> tuple[Feedback, bool]:
        async def effect(session: Session) -> tuple[Feedback, bool]:
            async def answer() -> Message:
                return self._wire.answer(await change(self.within(session, brand)))

            kept, replayed = await idempotency.once(
                self._db,
                session,
                caller_brand=brand,
                request_id=request_id,
                request=content,
                fn=answer,
                subject_of=lambda kept: self._wire.from_answer(kept).member_id,
            )
            if not replayed:
                await audit_log.record(self._db, session, brand, self._clock)
            return self._wire.from_answer(kept), replayed

        return await audit_log.transact(self._db, effect)

    async def change(
        self, brand: str, change: Callable[[MongoItems], Awaitable[Feedback]]
    ) -> Feedback:
        return await transact(self._db, lambda session: change(self.within(session, brand)))

    def within(self, session: Session, brand: str) -> MongoItems:
        """The items of `brand` in somebody else's transaction."""
        return MongoItems(self._db, session, brand, self._publish, self._publish_all)

    async def batch(self, brand: str, change: Callable[[MongoItems], Awaitable[T]]) -> T:
        async def effect(session: Session) -> T:
            done = await change(self.within(session, brand))
            await audit_log.record(self._db, session, brand, self._clock)
            return done

        return await audit_log.transact(self._db, effect)

    async def _publish(self, session: Session, brand: str, item: Feedback) -> None:
        audit.changed(after={"feedback_id": item.id, "state": item.state.value})
        await self._feed.append(session, [self._event(brand, item)])

    async def _publish_all(self, session: Session, brand: str, items: Sequence[Feedback]) -> None:
        audit.changed(after={"items": str(len(items))})
        await self._feed.append(session, [self._event(brand, each) for each in items])

    def _event(
        self, brand: str, item: Feedback, alerts: Sequence[Alert] = (), *, by_clock: bool = False
    ) -> FeedEvent:
        event_id, now = new_id("evt"), self._clock.now()
        payload = self._wire.event(event_id, brand, now, item, alerts, by_clock=by_clock)
        return FeedEvent(event_id, brand, EVENT_TYPE, item.member_id, now, payload)

    async def fire(self, timers: Sequence[Timer], look: Look) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            for brand in sorted({timer.brand for timer in taken}):
                ids = [timer.key for timer in taken if timer.brand == brand]
                await self._look_at(session, brand, ids, look)
            return taken

        return await transact(self._db, effect)

    async def _look_at(self, session: Session, brand: str, ids: Sequence[str], look: Look) -> None:
        wanted = {"_id": {"$in": list(ids)}, "brand": brand}
        found = await self._items.find(wanted, session=session).to_list(len(ids))
        # The timer is taken, so that nothing wakes an item but what `look` says.
        looked = [(each, *look(brand, replace(each, wake_at=None))) for each in map(to_item, found)]
        changed = [
            (item, alerts)
            for before, item, alerts in looked
            if alerts or item.level != before.level
        ]
        writes = [
            ReplaceOne({"_id": item.id, "brand": brand}, to_document(brand, item))
            for before, item, _ in looked
            if item != before
        ]
        if writes:
            await self._items.bulk_write(writes, ordered=False, session=session)
        events = [self._event(brand, item, alerts, by_clock=True) for item, alerts in changed]
        await self._feed.append(session, events)
        await set_timers(self._db, session, *wakings(brand, [item for _, item, _ in looked]))

    async def find(self, brand: str, feedback_id: str) -> Feedback | None:
        document = await self._items.find_one({"_id": feedback_id, "brand": brand})
        return None if document is None else to_item(document)

    async def queue(
        self,
        brand: str,
        states: Sequence[State],
        team: str,
        after: str,
        limit: int,
        only: QueueOnly = WHOLE_QUEUE,
    ) -> list[tuple[str, Feedback]]:
        selection: Document = {"brand": brand}
        wanted = {"$in": [state.value for state in states]}
        if set(states) != set(State):
            selection["state"] = wanted
        if team:
            selection["team"] = team
        index = [*selection, "place"]
        if narrowing := _narrowing(only):
            selection |= {**narrowing, "state": wanted}
            index = ["brand", next(iter(narrowing)), "state", "place"]
        selection["place"] = {"$gt": after}
        # Told which index, for it sometimes sorts all of a brand's items instead.
        hint = [(field, ASCENDING) for field in index]
        cursor = self._items.find(selection).sort("place", ASCENDING).hint(hint)
        found = await cursor.limit(limit).to_list(limit)
        return [(document["place"], to_item(document)) for document in found]

    async def counts(
        self, brand: str, stores: frozenset[str] = frozenset()
    ) -> Mapping[tuple[State, str], int]:
        return {
            (State(one["_id"]["state"]), one["_id"]["team"]): one["count"]
            async for one in aggregate(self._items, _counts_of(brand, stores))
        }

    async def newest(
        self,
        brand: str,
        member_ids: Sequence[str],
        before: str,
        limit: int,
        only: Only = EVERYTHING,
    ) -> Mapping[str, list[Feedback]]:
        # One branch for each member, each ended by its own limit: the cost does not grow with the
        # number of a member's items, and it is still one read.
        first, *others = [_newest_of(brand, id_, before, limit, only) for id_ in member_ids]
        pipeline = first + [{"$unionWith": {"coll": COLLECTION, "pipeline": p}} for p in others]
        found: dict[str, list[Feedback]] = {}
        async for document in aggregate(self._items, pipeline):
            item = to_item(document)
            found.setdefault(item.member_id, []).append(item)
        return found

    async def unrouted(self, brand: str, after: str, limit: int) -> list[tuple[str, str]]:
        selection = {"brand": brand, "state": State.NEW.value, "place": {"$gt": after}}
        cursor = self._items.find(selection, {"place": 1}).sort("place", ASCENDING).limit(limit)
        return [(document["place"], document["_id"]) for document in await cursor.to_list(limit)]


def _newest_of(brand: str, member_id: str, before: str, limit: int, only: Only) -> list[Document]:
    wanted: Document = {"brand": brand, "member_id": member_id}
    if before:
        wanted["_id"] = {"$lt": before}
    if only.states:
        wanted["state"] = {"$in": [state.value for state in only.states]}
    if only.category:
        wanted["category"] = only.category
    if only.stores:
        wanted["store_id"] = _of_any(only.stores)
    return [
        {"$match": wanted},
        {"$sort": {"_id": DESCENDING}},
        {"$limit": limit},
    ]


def _narrowing(only: QueueOnly) -> Document:
    """The selection of `only`, the narrowest field first."""
    selected: Document = {
        field: value
        for field in ("group", "assignee", "store_id", "category")
        if (value := getattr(only, field) or (field == "store_id" and _of_any(only.stores)))
    }
    if only.priorities:
        selected["priority"] = {"$in": [each.value for each in only.priorities]}
    return selected


def _of_any(stores: frozenset[str]) -> Document:
    return {"$in": sorted(stores)} if stores else {}


def _counts_of(brand: str, stores: frozenset[str]) -> list[Document]:
    """Answered from the index alone, unless of some stores: an item itself is not read."""
    wanted: Document = {"brand": brand, "state": {"$in": sorted(state.value for state in OPEN)}}
    if stores:
        wanted["store_id"] = _of_any(stores)
    return [
        {"$match": wanted},
        {"$group": {"_id": {"state": "$state", "team": "$team"}, "count": {"$sum": 1}}},
        {"$sort": {"_id": ASCENDING}},
    ]

"""Offers in MongoDB: written with their event and the answer to their request.

`survey_offers`  {_id, brand, member_id, survey, kind, store_id, offered_at, expires_at, replies,
                  answered_at, tell_from: while members is to be told}
`survey_months`  {_id: "brand/survey/month", offered, point, last, done}: how many were offered in a
                  month, and how far its round has come
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Protocol

from google.protobuf.message import Message

from services.common import audit_log, idempotency
from services.common.clock import Clock
from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    aggregate,
    transact,
)
from services.common.watch import Feed, FeedEvent
from services.feedback.surveys.domain.member import KnownMember, MemberChange, Standing
from services.feedback.surveys.domain.offer import Offer, Untold, may_be_asked
from services.feedback.surveys.domain.reply import Reply
from services.feedback.surveys.domain.results import Comment, Tally
from services.feedback.surveys.domain.section import Survey
from services.feedback.surveys.storage import answers, members
from services.feedback.surveys.storage.answers import Groups, MongoAnswers, score_of
from services.feedback.surveys.storage.members import MongoMembers

OFFERS, MONTHS = "survey_offers", "survey_months"
EVENT_TYPE = "survey"
OPEN_MAX = 20
LATEST_MAX = 100
INDEXES = {
    OFFERS: [
        IndexModel([("brand", ASCENDING), ("member_id", ASCENDING), ("expires_at", ASCENDING)]),
        IndexModel([("brand", ASCENDING), ("survey", ASCENDING), ("answered_at", ASCENDING)]),
        IndexModel([("tell_from", ASCENDING)], sparse=True),
    ],
    MONTHS: [IndexModel([("_id", ASCENDING)])],
    **members.INDEXES,
    **answers.INDEXES,
}


class Wire(Protocol):
    """Writes offers in events and in kept answers."""

    def answer(self, offer: Offer) -> Message: ...

    def from_answer(self, answer: Message) -> Offer: ...

    def offered(self, event_id: str, brand: str, at: datetime, offer: Offer) -> bytes: ...

    def answered(
        self,
        event_id: str,
        brand: str,
        at: datetime,
        offer: Offer,
        survey: Survey,
        score: int | None,
    ) -> bytes: ...


class _NotNow(Exception):
    """The offer is not made, and nothing of its transaction is kept."""


class MongoAnswering:
    """Implements `surveys.commands.store.Answering`."""

    def __init__(self, store: "MongoSurveys", session: Session, brand: str) -> None:
        self._store = store
        self._session = session
        self._brand = brand

    async def get(self, offer_id: str) -> Offer | None:
        return await self._store.find(self._brand, offer_id, self._session)

    async def member(self, member_id: str) -> KnownMember:
        return await self._store.members.member(self._brand, member_id, self._session)

    async def keep_part(self, offer: Offer, replies: Sequence[Reply]) -> None:
        kept = {"replies": [asdict(reply) for reply in replies]}
        await self._set(offer, {"$set": kept})

    async def finish(
        self,
        offer: Offer,
        survey: Survey,
        replies: Sequence[Reply],
        standing: Standing,
        day: date,
    ) -> None:
        at = offer.answered_at
        await self._set(offer, {"$set": {"answered_at": at, "tell_from": at, "replies": []}})
        score = None if survey.anonymous else score_of(survey, replies)
        await self._store.finish(
            self._session, self._brand, offer, survey, replies, standing, day, score
        )

    async def _set(self, offer: Offer, change: Document) -> None:
        named = {"_id": offer.id, "brand": self._brand}
        await self._store.offers.update_one(named, change, session=self._session)


class MongoSurveys:
    """Implements `surveys.commands.store.SurveyStore`."""

    def __init__(self, db: Database, feed: Feed, wire: Wire, clock: Clock) -> None:
        self._db = db
        self._feed = feed
        self._wire = wire
        self._clock = clock
        self.offers = db[OFFERS]
        self._months = db[MONTHS]
        self._answers = MongoAnswers(db)
        self.members = MongoMembers(db)

    async def know(self, changes: Sequence[MemberChange]) -> None:
        await self.members.know(changes)

    async def forget(self, brand: str, member_id: str) -> None:
        # First, so that no answer comes behind it.
        await self.members.forget(brand, member_id)
        named = {"brand": brand, "member_id": member_id}
        await self.offers.delete_many({**named, "answered_at": None})
        await self._answers.forget(brand, member_id)

    async def member(self, brand: str, member_id: str) -> KnownMember:
        return await self.members.member(brand, member_id)

    async def around(
        self, brand: str, after: tuple[int, str], until: int, limit: int
    ) -> list[tuple[int, str]]:
        return await self.members.around(brand, after, until, limit)

    async def offer(self, brand: str, survey: Survey, offer: Offer, month: str) -> bool:
        async def effect(session: Session) -> bool:
            before = await self.members.ask(brand, offer.member_id, offer.offered_at, session)
            latest = await self._latest(session, brand, offer)
            if not may_be_asked(survey, before, latest, offer.offered_at):
                raise _NotNow
            await self._count(session, brand, survey, month)
            await self.offers.insert_one(_document(brand, survey, offer), session=session)
            event_id, now = new_id("evt"), self._clock.now()
            payload = self._wire.offered(event_id, brand, now, offer)
            event = FeedEvent(event_id, brand, EVENT_TYPE, offer.member_id, now, payload)
            await self._feed.append(session, [event])
            return True

        # Without a transaction first: most members may not be asked, and a transaction would write.
        known = await self.members.member(brand, offer.member_id)
        latest = await self._latest(None, brand, offer)
        if not may_be_asked(survey, known, latest, offer.offered_at):
            return False
        try:
            return await transact(self._db, effect)
        except _NotNow:
            return False

    async def _latest(self, session: Session | None, brand: str, offer: Offer) -> list[datetime]:
        named = {"brand": brand, "member_id": offer.member_id, "survey": offer.survey}
        found = self.offers.find(named, {"offered_at": 1}, session=session)
        return [each["offered_at"] for each in await found.to_list(LATEST_MAX)]

    async def _count(self, session: Session, brand: str, survey: Survey, month: str) -> None:
        named = {"_id": _month(brand, survey.code, month)}
        before = await self._months.find_one_and_update(
            named, {"$inc": {"offered": 1}}, upsert=True, session=session
        )
        if before is not None and before.get("offered", 0) >= survey.per_month:
            raise _NotNow

    async def is_full(self, brand: str, survey: Survey, month: str) -> bool:
        found = await self._months.find_one({"_id": _month(brand, survey.code, month)}) or {}
        return bool(found.get("offered", 0) >= survey.per_month)

    async def round_place(
        self, brand: str, survey: str, month: str
    ) -> tuple[int, str, bool] | None:
        found = await self._months.find_one({"_id": _month(brand, survey, month)}) or {}
        return (found["point"], found["last"], found["done"]) if "point" in found else None

    async def move_round(
        self, brand: str, survey: str, month: str, place: tuple[int, str], *, done: bool
    ) -> None:
        moved = {"point": place[0], "last": place[1], "done": done}
        named = {"_id": _month(brand, survey, month)}
        await self._months.update_one(named, {"$set": moved}, upsert=True)

    async def open_offers(self, brand: str, member_id: str, now: datetime) -> list[Offer]:
        wanted: Document = {"brand": brand, "member_id": member_id, "answered_at": None}
        wanted |= {"expires_at": {"$gt": now}}
        cursor = self.offers.find(wanted).sort("expires_at", ASCENDING).limit(OPEN_MAX)
        return [_offer(each) for each in await cursor.to_list(OPEN_MAX)]

    async def once(
        self,
        brand: str,
        request_id: str,
        content: bytes,
        change: Callable[[MongoAnswering], Awaitable[Offer]],
    ) -> tuple[Offer, bool]:
        async def effect(session: Session) -> tuple[Offer, bool]:
            async def answer() -> Message:
                return self._wire.answer(await change(MongoAnswering(self, session, brand)))

            # The kept answer has no word of the member, so an erasure need not find it.
            kept, replayed = await idempotency.once(
                self._db,
                session,
                caller_brand=brand,
                request_id=request_id,
                request=content,
                fn=answer,
            )
            if not replayed:
                await audit_log.record(self._db, session, brand, self._clock)
            return self._wire.from_answer(kept), replayed

        return await audit_log.transact(self._db, effect)

    async def finish(
        self,
        session: Session,
        brand: str,
        offer: Offer,
        survey: Survey,
        replies: Sequence[Reply],
        standing: Standing,
        day: date,
        score: int | None,
    ) -> None:
        """Keep the answer and publish that it came, in the transaction of `session`."""
        await self._answers.add(session, brand, offer, survey, replies, standing, day)
        event_id, now = new_id("evt"), self._clock.now()
        payload = self._wire.answered(event_id, brand, now, offer, survey, score)
        event = FeedEvent(event_id, brand, EVENT_TYPE, offer.member_id, now, payload)
        await self._feed.append(session, [event])

    async def find(self, brand: str, offer_id: str, session: Session | None = None) -> Offer | None:
        found = await self.offers.find_one({"_id": offer_id, "brand": brand}, session=session)
        return None if found is None else _offer(found)

    async def untold(self, now: datetime, limit: int) -> list[Untold]:
        cursor = self.offers.find({"tell_from": {"$lte": now}}).sort("tell_from", ASCENDING)
        found = await cursor.limit(limit).to_list(limit)
        return [Untold(each["brand"], _offer(each), each["kind"]) for each in found]

    async def told(self, told: Sequence[Untold]) -> None:
        ids = [each.offer.id for each in told]
        await self.offers.update_many({"_id": {"$in": ids}}, {"$unset": {"tell_from": ""}})

    async def tell_later(self, untold: Sequence[Untold], at: datetime) -> None:
        ids = [each.offer.id for each in untold]
        await self.offers.update_many({"_id": {"$in": ids}}, {"$set": {"tell_from": at}})

    async def counts(self, brand: str) -> Mapping[str, tuple[int, int]]:
        is_answered = {"$cond": [{"$ifNull": ["$answered_at", False]}, 1, 0]}
        group = {"_id": "$survey", "offered": {"$sum": 1}, "answered": {"$sum": is_answered}}
        pipeline: list[Document] = [{"$match": {"brand": brand}}, {"$group": group}]
        counted = aggregate(self.offers, pipeline)
        return {each["_id"]: (each["offered"], each["answered"]) async for each in counted}

    async def tallies(
        self, brand: str, survey: Survey, since: date | None, until: date | None
    ) -> tuple[Tally, Groups]:
        return await self._answers.tallies(brand, survey, since, until)

    async def comments(self, brand: str, survey: Survey, after: str, limit: int) -> list[Comment]:
        return await self._answers.comments(brand, survey, after, limit)


def _month(brand: str, survey: str, month: str) -> str:
    return f"{brand}/{survey}/{month}"


def _document(brand: str, survey: Survey, offer: Offer) -> Document:
    return {
        "_id": offer.id,
        "brand": brand,
        "member_id": offer.member_id,
        "survey": offer.survey,
        "kind": survey.kind.value,
        "store_id": offer.store_id,
        "offered_at": offer.offered_at,
        "expires_at": offer.expires_at,
        "replies": [],
        "answered_at": None,
    }


def _offer(document: Document) -> Offer:
    return Offer(
        document["_id"],
        document["member_id"],
        document["survey"],
        document["offered_at"],
        document["expires_at"],
        document["store_id"],
        tuple(_reply(each) for each in document["replies"]),
        document["answered_at"],
    )


def _reply(document: Document) -> Reply:
    return Reply(**{**document, "options": tuple(document["options"])})

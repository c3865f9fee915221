"""Ideas in MongoDB: written with their event and the answer to their request."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.ids import new_id
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    Session,
    transact,
)
from services.common.watch import Feed, FeedEvent
from services.common.written_once import TextWire, written_once
from services.feedback.ideas.domain.idea import Idea, State, StepKind
from services.feedback.ideas.domain.idea_filter import IdeaFilter
from services.feedback.ideas.domain.notice import Adoption, Notice
from services.feedback.ideas.domain.request import Request
from services.feedback.ideas.domain.trial import Answer, Trial
from services.feedback.ideas.domain.vote import votes_moved
from services.feedback.ideas.storage.changing import (
    MongoChanging,
    proposals_in,
    to_vote,
    votes_of_day,
)
from services.feedback.ideas.storage.collections import IDEAS, NOTICES, PLACES, TRIALS, VOTES
from services.feedback.ideas.storage.documents import (
    notice_document,
    to_idea,
    to_notice,
    to_trial,
)

EVENT_TYPE = "idea"
PLACES_MAX = 200


class Wire(Protocol):
    """Writes ideas in events."""

    def changed(
        self, event_id: str, brand: str, at: datetime, idea: Idea, kind: StepKind, other: str
    ) -> bytes: ...


class MongoIdeas:
    """Implements `ideas.commands.store.IdeaStore`."""

    def __init__(self, db: Database, feed: Feed, wire: Wire, clock: Clock) -> None:
        self._db = db
        self._feed = feed
        self._wire = wire
        self._clock = clock
        self._ideas = db[IDEAS]
        self._votes = db[VOTES]

    async def once(
        self, request: Request, change: Callable[[MongoChanging], Awaitable[str]]
    ) -> tuple[str, bool]:
        async def effect(session: Session) -> str:
            return await change(MongoChanging(self._db, session, request.brand, self._publish))

        return await written_once(self._db, self._clock, request, TextWire(), effect)

    async def _publish(
        self, session: Session, brand: str, idea: Idea, kind: StepKind, other: str
    ) -> None:
        event_id, now = new_id("evt"), self._clock.now()
        payload = self._wire.changed(event_id, brand, now, idea, kind, other)
        event = FeedEvent(event_id, brand, EVENT_TYPE, idea.member_id, now, payload)
        await self._feed.append(session, [event])

    async def find(self, brand: str, idea_id: str) -> Idea | None:
        found = await self._ideas.find_one({"_id": idea_id, "brand": brand})
        return None if found is None else to_idea(found)

    async def page(
        self, brand: str, only: IdeaFilter, before: str, limit: int
    ) -> list[tuple[str, Idea]]:
        wanted: Document = {"brand": brand}
        if only.member_id:
            wanted["member_id"] = only.member_id
        if only.state is not None:
            wanted["state"] = only.state.value
        if only.shelf is not None:
            wanted["shelf"] = only.shelf.value
        if before:
            wanted |= _behind(before, by_votes=only.by_votes)
        order = [("_id", DESCENDING)]
        if only.by_votes:
            order = [("votes", DESCENDING), *order]
        cursor = self._ideas.find(wanted).sort(order).limit(limit)
        found = [to_idea(each) for each in await cursor.to_list(limit)]
        return [(f"{each.votes}/{each.id}" if only.by_votes else each.id, each) for each in found]

    async def voted(self, brand: str, member_id: str, idea_ids: Collection[str]) -> set[str]:
        wanted: Document = {"idea": {"$in": list(idea_ids)}, "member_id": member_id, "brand": brand}
        found = await self._votes.find(wanted, {"idea": 1}).to_list(len(idea_ids))
        return {each["idea"] for each in found}

    async def used(self, brand: str, member_id: str, month: str, day: str) -> tuple[int, int]:
        return (
            await proposals_in(self._db, brand, member_id, month),
            await votes_of_day(self._db, brand, member_id, day),
        )

    async def trials(
        self, brand: str, idea_id: str, before: str, limit: int
    ) -> list[tuple[Trial, list[str]]]:
        wanted: Document = {"brand": brand}
        if idea_id:
            wanted["idea"] = idea_id
        if before:
            wanted["_id"] = {"$lt": before}
        cursor = self._db[TRIALS].find(wanted).sort("_id", DESCENDING).limit(limit)
        trials = [to_trial(each) for each in await cursor.to_list(limit)]
        accepted: Document = {"trial": {"$in": [each.id for each in trials]}}
        accepted |= {"answer": Answer.ACCEPTED.value, "doubled": {"$exists": False}}
        places = await self._db[PLACES].find(accepted).sort("_id", ASCENDING).to_list(None)
        return [
            (trial, [each["member_id"] for each in places if each["trial"] == trial.id])
            for trial in trials
        ]

    async def trial(self, brand: str, trial_id: str) -> Trial | None:
        found = await self._db[TRIALS].find_one({"_id": trial_id, "brand": brand})
        return None if found is None else to_trial(found)

    async def invitations(
        self, brand: str, member_id: str, limit: int
    ) -> list[tuple[Trial, Answer]]:
        own: Document = {"brand": brand, "member_id": member_id, "doubled": {"$exists": False}}
        cursor = self._db[PLACES].find(own).sort("_id", DESCENDING).limit(limit)
        said = {each["trial"]: Answer(each["answer"]) for each in await cursor.to_list(limit)}
        found = await self._db[TRIALS].find({"_id": {"$in": list(said)}}).to_list(limit)
        trials = {each["_id"]: to_trial(each) for each in found}
        return [(trials[each], answer) for each, answer in said.items() if each in trials]

    async def move_votes(self, limit: int) -> bool:
        async def effect(session: Session) -> bool:
            source = await self._ideas.find_one({"votes_left": True}, session=session)
            if source is None:
                return False
            cursor = self._votes.find({"idea": source["_id"]}, session=session).limit(limit)
            votes = [to_vote(each) for each in await cursor.to_list(limit)]
            target: Document = {"idea": source["into"]}
            target["member_id"] = {"$in": [each.member_id for each in votes]}
            there = await self._votes.find(target, {"member_id": 1}, session=session).to_list(None)
            after = votes_moved(votes, {each["member_id"] for each in there})
            kept = {"_id": {"$in": [each.id for each in after.kept]}}
            on = {"$set": {"idea": source["into"]}}
            await self._votes.update_many(kept, on, session=session)
            dropped = {"_id": {"$in": [each.id for each in after.dropped]}}
            await self._votes.delete_many(dropped, session=session)
            left: Document = {"$inc": {"votes": -after.lost}}
            if len(votes) < limit:
                left["$unset"] = {"votes_left": ""}
            await self._ideas.update_one({"_id": source["_id"]}, left, session=session)
            gained = {"$inc": {"votes": after.gained}}
            await self._ideas.update_one({"_id": source["into"]}, gained, session=session)
            return True

        return await transact(self._db, effect)

    async def notices(self, now: datetime, limit: int) -> list[Notice]:
        cursor = self._db[NOTICES].find({"due": {"$lte": now}}).sort("due", ASCENDING).limit(limit)
        return [to_notice(each) for each in await cursor.to_list(limit)]

    async def proposers(self, notice: Notice) -> list[Adoption]:
        ids = list(notice.idea_ids)
        named: Document = {"_id": {"$in": ids}, "brand": notice.brand}
        found = await self._ideas.find(named, {"member_id": 1}).sort("_id", ASCENDING).to_list(None)
        first = {each["member_id"]: each["_id"] for each in reversed(found)}
        return [
            Adoption(idea_id, ids[0], member_id, notice.at) for member_id, idea_id in first.items()
        ]

    async def heard(self, notice: Notice, limit: int) -> list[tuple[str, str]]:
        collection = self._db[PLACES] if notice.trial_id else self._votes
        query: Document = {"_id": {"$gt": notice.after}}
        if notice.trial_id:
            query["trial"] = notice.trial_id
        else:
            query["idea"] = {"$in": list(notice.idea_ids)}
        cursor = collection.find(query, {"member_id": 1}).sort("_id", ASCENDING).limit(limit)
        return [(each["_id"], each["member_id"]) for each in await cursor.to_list(limit)]

    async def keep(self, notice: Notice) -> None:
        document = notice_document(notice)
        change = {"$set": {"after": notice.after, "rewards": notice.rewards}}
        await self._db[NOTICES].update_one({"_id": document["_id"]}, change)

    async def later(self, notice: Notice, at: datetime) -> None:
        named = {"_id": notice_document(notice)["_id"]}
        await self._db[NOTICES].update_one(named, {"$set": {"due": at}})

    async def done(self, notice: Notice) -> None:
        await self._db[NOTICES].delete_one({"_id": notice_document(notice)["_id"]})


async def forget_words(db: Database, brand: str, member_id: str) -> None:
    """Empty the ideas of a member who is erased; none of them waits for a moderator any more."""
    waits = {"$eq": ["$state", State.PENDING.value]}
    state = {"$cond": [waits, State.REFUSED.value, "$state"]}
    emptied = {"title": "", "text": "", "found_words": [], "state": state}
    own = {"brand": brand, "member_id": member_id}
    await db[IDEAS].update_many(own, [{"$set": emptied}])


def _behind(before: str, *, by_votes: bool) -> Document:
    if not by_votes:
        return {"_id": {"$lt": before}}
    votes, idea_id = before.split("/", 1)
    fewer = {"votes": {"$lt": int(votes)}}
    return {"$or": [fewer, {"votes": int(votes), "_id": {"$lt": idea_id}}]}

"""Ideas, votes and trials within one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from services.common.errors import Refusal
from services.common.mongo import Database, Document, Session
from services.feedback.ideas.domain.idea import Idea, StepKind
from services.feedback.ideas.domain.notice import Notice
from services.feedback.ideas.domain.trial import Answer, Trial
from services.feedback.ideas.domain.vote import Vote
from services.feedback.ideas.storage.collections import IDEAS, NOTICES, PLACES, TRIALS, VOTES
from services.feedback.ideas.storage.documents import (
    idea_fields,
    notice_document,
    to_idea,
    to_trial,
    trial_document,
)
from services.feedback.items.storage.collections import HEARD, heard_id

Publish = Callable[[Session, str, Idea, StepKind, str], Awaitable[None]]


class MongoChanging:
    """Implements `ideas.commands.store.Changing`."""

    def __init__(self, db: Database, session: Session, brand: str, publish: Publish) -> None:
        self._db = db
        self._session = session
        self._brand = brand
        self._publish = publish

    async def idea(self, idea_id: str) -> Idea | None:
        named = {"_id": idea_id, "brand": self._brand}
        found = await self._db[IDEAS].find_one(named, session=self._session)
        return None if found is None else to_idea(found)

    async def meet(self, member_id: str) -> None:
        # An erasure marks this document too, so one of the two runs behind the other.
        heard = await self._db[HEARD].find_one_and_update(
            {"_id": heard_id(self._brand, member_id)},
            {"$inc": {"co_creating": 1}, "$set": {"brand": self._brand, "member_id": member_id}},
            upsert=True,
            session=self._session,
        )
        if heard is not None and "erased_at" in heard:
            raise Refusal("MEMBER_ERASED", f"{member_id} was erased", field="member_id")

    async def proposals(self, member_id: str, month: str) -> int:
        return await proposals_in(self._db, self._brand, member_id, month, self._session)

    async def votes_on(self, member_id: str, day: str) -> int:
        return await votes_of_day(self._db, self._brand, member_id, day, self._session)

    async def votes(self, member_id: str, idea_ids: Sequence[str]) -> list[Vote]:
        wanted: Document = {"idea": {"$in": list(idea_ids)}, "member_id": member_id}
        found = await self._db[VOTES].find(wanted, session=self._session).to_list(len(idea_ids))
        return [to_vote(each) for each in found]

    async def add_vote(self, vote: Vote, at: datetime, day: str) -> None:
        document = {
            "_id": vote.id,
            "brand": self._brand,
            "idea": vote.idea_id,
            "member_id": vote.member_id,
            "at": at,
            "day": day,
        }
        await self._db[VOTES].insert_one(document, session=self._session)
        await self._count(vote.idea_id, 1)

    async def take_back(self, votes: Sequence[Vote]) -> None:
        for vote in votes:
            await self._db[VOTES].delete_one({"_id": vote.id}, session=self._session)
            if vote.counts:
                await self._count(vote.idea_id, -1)

    async def _count(self, idea_id: str, by: int) -> None:
        named = {"_id": idea_id, "brand": self._brand}
        await self._db[IDEAS].update_one(named, {"$inc": {"votes": by}}, session=self._session)

    async def add(self, idea: Idea, month: str) -> None:
        new = {"_id": idea.id, "brand": self._brand, "month": month, "votes": idea.votes}
        await self._db[IDEAS].insert_one({**new, **idea_fields(idea)}, session=self._session)
        await self._publish(self._session, self._brand, idea, StepKind.PROPOSED, "")

    async def put(self, idea: Idea, kind: StepKind, other: str = "") -> None:
        named = {"_id": idea.id, "brand": self._brand}
        change = {"$set": idea_fields(idea)}
        await self._db[IDEAS].update_one(named, change, session=self._session)
        await self._publish(self._session, self._brand, idea, kind, other)

    async def lead_on(self, source: Idea, target: Idea) -> None:
        # Those merged into the source before may have votes that did not move yet.
        all_of = {"_id": {"$in": list(source.all_ids)}, "brand": self._brand}
        change = {"$set": {"into": target.id, "votes_left": True}}
        await self._db[IDEAS].update_many(all_of, change, session=self._session)

    async def notify(self, notice: Notice) -> None:
        await self._db[NOTICES].insert_one(notice_document(notice), session=self._session)

    async def trial(self, trial_id: str) -> Trial | None:
        named = {"_id": trial_id, "brand": self._brand}
        found = await self._db[TRIALS].find_one(named, session=self._session)
        return None if found is None else to_trial(found)

    async def open_trial(self, trial: Trial, member_ids: Sequence[str]) -> None:
        document = trial_document(self._brand, trial)
        await self._db[TRIALS].insert_one(document, session=self._session)
        places = [
            {
                "_id": f"{trial.id}/{number:03d}",
                "brand": self._brand,
                "trial": trial.id,
                "member_id": member_id,
                "answer": Answer.NONE.value,
            }
            for number, member_id in enumerate(member_ids)
        ]
        await self._db[PLACES].insert_many(places, session=self._session)

    async def answer_of(self, trial_id: str, member_id: str) -> Answer | None:
        named = {"trial": trial_id, "member_id": member_id, "doubled": {"$exists": False}}
        found = await self._db[PLACES].find_one(named, session=self._session)
        return None if found is None else Answer(found["answer"])

    async def answer(self, trial: Trial, member_id: str, answer: Answer, taken: int) -> None:
        named = {"trial": trial.id, "member_id": member_id}
        said = {"$set": {"answer": answer.value}}
        await self._db[PLACES].update_one(named, said, session=self._session)
        # Written also when nothing changes, so that of two answers one runs behind the other.
        changed = {"$set": {"taken": taken}, "$inc": {"answers": 1}}
        await self._db[TRIALS].update_one({"_id": trial.id}, changed, session=self._session)


async def proposals_in(
    db: Database, brand: str, member_id: str, month: str, session: Session | None = None
) -> int:
    """How many ideas the member proposed in the month."""
    of_month = {"brand": brand, "member_id": member_id, "month": month}
    return await db[IDEAS].count_documents(of_month, session=session)


async def votes_of_day(
    db: Database, brand: str, member_id: str, day: str, session: Session | None = None
) -> int:
    """How many of the member's votes are of the day."""
    of_day = {"brand": brand, "member_id": member_id, "day": day}
    return await db[VOTES].count_documents(of_day, session=session)


def to_vote(found: Document) -> Vote:
    return Vote(found["_id"], found["idea"], found["member_id"], "doubled" not in found)

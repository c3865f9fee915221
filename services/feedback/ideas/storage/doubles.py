"""Votes and places when two members become one: each idea and trial has one of the survivor.

Of two, that of the old id counts no more, and says of which merge that comes.
"""

from collections.abc import Collection
from dataclasses import dataclass

from services.common.mongo import Database, Document, Session
from services.feedback.ideas.domain.trial import Answer
from services.feedback.ideas.storage.collections import IDEAS, PLACES, TRIALS, VOTES

_ACCEPTED = Answer.ACCEPTED.value


@dataclass(frozen=True, slots=True)
class _Kept:
    """Documents of one kind: what they are of, and where those that count are counted."""

    of: str
    counted_in: str
    counter: str

    def counts(self, document: Document) -> bool:
        return self.counter == "votes" or bool(document["answer"] == _ACCEPTED)


KEPT = {VOTES: _Kept("idea", IDEAS, "votes"), PLACES: _Kept("trial", TRIALS, "taken")}


async def take_over(
    db: Database, session: Session, name: str, brand: str, ids: tuple[str, str, str], limit: int
) -> tuple[Collection[str], bool]:
    """Let a slice of the votes or places of `ids` (merge, old id, survivor) be the survivor's.

    Which ones are now, and whether there may be more.
    """
    kept, (merge_id, old, survivor) = KEPT[name], ids
    whose: Document = {"brand": brand, "member_id": old, "doubled": {"$exists": False}}
    found = await db[name].find(whose, session=session).limit(limit).to_list(limit)
    same = {kept.of: {"$in": [each[kept.of] for each in found]}, "member_id": survivor}
    others = {
        each[kept.of]: each for each in await db[name].find(same, session=session).to_list(None)
    }
    moved = [each["_id"] for each in found if each[kept.of] not in others]
    on = {"$set": {"member_id": survivor}}
    await db[name].update_many({"_id": {"$in": moved}}, on, session=session)
    for each in found:
        other = others.get(each[kept.of])
        if other is None:
            continue
        mark = {"$set": {"doubled": merge_id}}
        await db[name].update_one({"_id": each["_id"]}, mark, session=session)
        if kept.counts(each) and kept.counts(other):
            await _count(db, session, kept, each[kept.of], -1)
        elif kept.counts(each):
            # The place goes on as the survivor's.
            accepted = {"$set": {"answer": _ACCEPTED}}
            await db[name].update_one({"_id": other["_id"]}, accepted, session=session)
    return moved, len(found) == limit


async def give_back(db: Database, session: Session, name: str, brand: str, merge_id: str) -> None:
    """Let what counted no more for the merge count again."""
    kept = KEPT[name]
    named = {"brand": brand, "doubled": merge_id}
    for each in await db[name].find(named, session=session).to_list(None):
        unmark = {"$unset": {"doubled": ""}}
        await db[name].update_one({"_id": each["_id"]}, unmark, session=session)
        if kept.counts(each):
            await _count(db, session, kept, each[kept.of], 1)


async def _count(db: Database, session: Session, kept: _Kept, of: str, by: int) -> None:
    change = {"$inc": {kept.counter: by}}
    await db[kept.counted_in].update_one({"_id": of}, change, session=session)

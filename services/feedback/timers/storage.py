"""Timers in MongoDB.

`timers`  {_id: "brand/kind/key", brand, kind, key, due, tries}

Whoever sets or takes timers gives the session of the transaction that they belong to.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from time import monotonic

from services.common.mongo import (
    ASCENDING,
    Database,
    DeleteOne,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    transact,
)
from services.common.per_database import PerDatabase
from services.feedback.timers.domain import Timer

COLLECTION = "timers"
INDEXES = {
    COLLECTION: [IndexModel([("kind", ASCENDING), ("due", ASCENDING), ("brand", ASCENDING)])]
}
MANY = 4
"""A brand with more than this part of what is due may hide others."""
LOOK_S = 0.4
"""How old a look may be. A dozen jobs ask once a second each, so that a timer fires in 1.4 s."""


class SharedLook:
    """Whether any timer of the jobs of this process is due. `elapsed` tells seconds of it."""

    def __init__(self, db: Database, elapsed: Callable[[], float] = monotonic) -> None:
        self._db = db
        self._elapsed = elapsed
        self._kinds: set[str] = set()
        self._found = True
        self._looked_at = float("-inf")

    async def may_be_due(self, kinds: Collection[str], now: datetime) -> bool:
        """False where a look that is not old found nothing; `kinds` are looked for from now on."""
        new = not self._kinds.issuperset(kinds)
        if new or self._elapsed() - self._looked_at > LOOK_S:
            self._kinds.update(kinds)
            # Others that ask meanwhile look for themselves.
            self._found, self._looked_at = True, self._elapsed()
            due = {"kind": {"$in": sorted(self._kinds)}, "due": {"$lte": now}}
            self._found = await self._db[COLLECTION].find_one(due, {"_id": 1}) is not None
        return self._found


_shared_look = PerDatabase(SharedLook).of


class MongoTimers:
    """Implements `timers.commands.Timers`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._timers = db[COLLECTION]
        self._look = _shared_look(db)

    async def may_be_due(self, kinds: Collection[str], now: datetime) -> bool:
        return await self._look.may_be_due(kinds, now)

    async def due(self, kinds: Collection[str], now: datetime, limit: int) -> list[Timer]:
        selection = {"kind": {"$in": sorted(kinds)}, "due": {"$lte": now}}
        found = await self._earliest(selection, limit)
        if len(found) < limit:
            return found
        counts = Counter(timer.brand for timer in found)
        many = sorted(brand for brand, count in counts.items() if count * MANY > limit)
        known = {timer.id for timer in found}
        hidden = await self._earliest({**selection, "brand": {"$nin": many}}, limit)
        return found + [timer for timer in hidden if timer.id not in known]

    async def _earliest(self, selection: Document, limit: int) -> list[Timer]:
        cursor = self._timers.find(selection).sort("due", ASCENDING).limit(limit)
        return [_timer(document) for document in await cursor.to_list(limit)]

    async def postpone(self, timer: Timer, until: datetime) -> None:
        await self._timers.update_one(
            {"_id": timer.id, "due": timer.due},
            {"$set": {"due": until, "tries": timer.tries + 1}},
        )

    async def take(self, timers: Sequence[Timer]) -> list[Timer]:
        """Delete those that are there as they were read: which they are. For effects that took
        place elsewhere, each of which may be repeated."""

        async def effect(session: Session) -> list[Timer]:
            return await take_timers(self._db, session, timers)

        return await transact(self._db, effect)


async def set_timers(
    db: Database, session: Session, timers: Sequence[Timer], cancelled: Collection[str] = ()
) -> None:
    """Set `timers`, each in the place of one with its id, and cancel those with the ids
    `cancelled`."""
    writes: list[UpdateOne | DeleteOne] = [
        UpdateOne({"_id": timer.id}, {"$set": _document(timer)}, upsert=True) for timer in timers
    ]
    writes += [DeleteOne({"_id": each}) for each in cancelled]
    if writes:
        await db[COLLECTION].bulk_write(writes, ordered=False, session=session)


async def take_timers(db: Database, session: Session, timers: Sequence[Timer]) -> list[Timer]:
    """Delete those of `timers` that are there as they were read; these are the caller's to fire.

    Of two transactions that take the same timer one is run again, and finds it gone.
    """
    wanted = {timer.id: timer for timer in timers}
    found = db[COLLECTION].find({"_id": {"$in": list(wanted)}}, session=session)
    there = [_timer(document) for document in await found.to_list(len(wanted))]
    taken = [timer for timer in there if timer.due == wanted[timer.id].due]
    if taken:
        ids = [timer.id for timer in taken]
        await db[COLLECTION].delete_many({"_id": {"$in": ids}}, session=session)
    return taken


async def timer_due(db: Database, session: Session, timer: Timer) -> datetime | None:
    """When the timer with the id of `timer` is due; None where there is none."""
    found = await db[COLLECTION].find_one({"_id": timer.id}, {"due": 1}, session=session)
    return None if found is None else found["due"]


def _document(timer: Timer) -> Document:
    return {
        "brand": timer.brand,
        "kind": timer.kind,
        "key": timer.key,
        "due": timer.due,
        "tries": timer.tries,
    }


def _timer(document: Document) -> Timer:
    return Timer(
        document["brand"], document["kind"], document["key"], document["due"], document["tries"]
    )

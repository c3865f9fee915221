"""Deeds in MongoDB: each is kept with the entry whose step asks for it.

`journey_deeds`  {_id, brand, member_id, entry_id, journey, step, due, gift: {coupon, asset, amount,
                  budget} or tagging: {add, remove}, state, reason, ended_at}
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    UpdateOne,
    transact,
)
from services.feedback.journeys.domain.deed import Deed, DeedState, Gift, Tagging
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import MongoTimers, set_timers, take_timers

COLLECTION = "journey_deeds"
DEED_TIMER = "journey_deed"
_BRAND = ("brand", ASCENDING)
INDEXES = {
    COLLECTION: [
        IndexModel([_BRAND, ("member_id", ASCENDING)]),
        IndexModel([_BRAND, ("journey", ASCENDING), ("step", ASCENDING), ("state", ASCENDING)]),
    ]
}


class MongoDeeds:
    """Implements `journeys.commands.doing.Deeds`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._deeds = db[COLLECTION]
        self._timers = MongoTimers(db)

    async def asked(self, brand: str, ids: Collection[str]) -> list[Deed]:
        asked = {"_id": {"$in": list(ids)}, "brand": brand, "state": DeedState.ASKED.value}
        return [_deed(each) for each in await self._deeds.find(asked).to_list(len(ids))]

    async def named(self, brand: str, ids: Collection[str]) -> dict[str, Deed]:
        """Those of `ids` that are kept, by id."""
        found = self._deeds.find({"_id": {"$in": list(ids)}, "brand": brand})
        return {each["_id"]: _deed(each) for each in await found.to_list(len(ids))} if ids else {}

    async def end(self, timers: Sequence[Timer], ended: Sequence[Deed]) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            own = {timer.key for timer in taken}
            writes = [
                UpdateOne({"_id": each.id}, {"$set": _end(each)})
                for each in ended
                if each.id in own
            ]
            if writes:
                await self._deeds.bulk_write(writes, ordered=False, session=session)
            return taken

        return await transact(self._db, effect)

    async def postpone(self, timer: Timer, until: datetime) -> None:
        await self._timers.postpone(timer, until)


async def keep_deeds(db: Database, session: Session, brand: str, deeds: Sequence[Deed]) -> None:
    """Ask for deeds; one that was asked for before stays as it is."""
    if not deeds:
        return
    writes = [
        UpdateOne({"_id": each.id}, {"$setOnInsert": _document(brand, each)}, upsert=True)
        for each in deeds
    ]
    await db[COLLECTION].bulk_write(writes, ordered=False, session=session)
    timers = [Timer(brand, DEED_TIMER, each.id, each.due) for each in deeds]
    await set_timers(db, session, timers)


async def forget_deeds(db: Database, session: Session, brand: str, member_id: str) -> None:
    """Delete the deeds for a member who is erased; what was not done is not done any more."""
    own = {"brand": brand, "member_id": member_id}
    found = await db[COLLECTION].find(own, {"_id": 1}, session=session).to_list(None)
    await set_timers(db, session, (), [f"{brand}/{DEED_TIMER}/{each['_id']}" for each in found])
    await db[COLLECTION].delete_many(own, session=session)


async def give_deeds(db: Database, session: Session, brand: str, loser: str, survivor: str) -> None:
    """Let the deeds for one member be for another."""
    whose = {"$set": {"member_id": survivor}}
    await db[COLLECTION].update_many({"brand": brand, "member_id": loser}, whose, session=session)


def _document(brand: str, deed: Deed) -> Document:
    does = "gift" if isinstance(deed.does, Gift) else "tagging"
    return {
        "brand": brand,
        "member_id": deed.member_id,
        "entry_id": deed.entry_id,
        "journey": deed.journey,
        "step": deed.step,
        "due": deed.due,
        does: asdict(deed.does),
        **_end(deed),
    }


def _end(deed: Deed) -> Document:
    return {"state": deed.state.value, "reason": deed.reason, "ended_at": deed.ended_at}


def _deed(found: Mapping[str, Any]) -> Deed:
    tagging = found.get("tagging")
    return Deed(
        found["_id"],
        found["member_id"],
        found["entry_id"],
        found["journey"],
        found["step"],
        found["due"],
        Gift(**found["gift"])
        if tagging is None
        else Tagging(tuple(tagging["add"]), tuple(tagging["remove"])),
        DeedState(found["state"]),
        found["reason"],
        found["ended_at"],
    )

"""Who is compared for a fix, in MongoDB.

`fix_cohorts`  {_id: "fix/number", brand, fix_id, members: [[id, reported, tier, orders]]}

A cohort is chosen on the day of its fix, before anything can have come of it, and goes when the
effect is complete.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.common.mongo import (
    ASCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    aggregate,
    transact,
)
from services.feedback.audience.storage import COLLECTION as AUDIENCE
from services.feedback.audience.storage import member_key, to_reached
from services.feedback.follow_up.domain.effect import CohortMember, Effect, Stratum
from services.feedback.follow_up.domain.fix import Fix
from services.feedback.follow_up.storage.documents import effect_document, to_fix
from services.feedback.follow_up.storage.fixes import COLLECTION as FIXES
from services.feedback.follow_up.storage.fixes import EFFECT_TIMER, reported
from services.feedback.items.storage.collections import COLLECTION as ITEMS
from services.feedback.surveys.domain.member import POINTS_OF_CIRCLE, point_of
from services.feedback.surveys.storage.members import MongoMembers
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers

COLLECTION = "fix_cohorts"
SLICE = 500
INDEXES = {
    COLLECTION: [IndexModel([("fix_id", ASCENDING), ("_id", ASCENDING)])],
}


class MongoCohorts:
    """Implements `follow_up.commands.measuring.Cohorts`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._cohorts = db[COLLECTION]
        self._members = MongoMembers(db)

    async def reporters(self, fix: Fix, limit: int) -> list[str]:
        pipeline: list[Document] = [
            {"$match": reported(fix)},
            {"$group": {"_id": "$member_id"}},
            {"$limit": limit},
        ]
        return [each["_id"] async for each in aggregate(self._db[ITEMS], pipeline)]

    async def members(self, fix: Fix, limit: int) -> AsyncIterator[list[str]]:
        begin = point_of(fix.id)
        left = limit
        for after, until in ((begin, POINTS_OF_CIRCLE), (0, begin)):
            place = (after, "")
            while left > 0:
                size = min(SLICE, left)
                found = await self._members.around(fix.brand, place, until, size)
                left -= len(found)
                if found:
                    place = found[-1]
                    yield [member_id for _, member_id in found]
                if len(found) < size:
                    break

    async def tiers(
        self, brand: str, member_ids: Collection[str], before: datetime
    ) -> Mapping[str, str]:
        ids = [member_key(brand, each) for each in member_ids]
        found = await self._db[AUDIENCE].find({"_id": {"$in": ids}}).to_list(len(ids))
        known = [each for each in map(to_reached, found) if each is not None]
        return {each.member_id: each.tier for each in known if each.enrolled_at < before}

    async def keep(self, timer: Timer, members: Sequence[CohortMember], again: datetime) -> bool:
        slices = [members[start : start + SLICE] for start in range(0, len(members), SLICE)]
        documents: list[Document] = [
            {
                "_id": f"{timer.key}/{number:06d}",
                "brand": timer.brand,
                "fix_id": timer.key,
                "members": [_list(each) for each in part],
            }
            for number, part in enumerate(slices)
        ]

        async def effect(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            if documents:
                await self._cohorts.insert_many(documents, session=session)
            measured = Timer(timer.brand, EFFECT_TIMER, timer.key, again)
            await set_timers(self._db, session, [measured])
            return True

        return await transact(self._db, effect)

    async def of(self, fix: Fix) -> AsyncIterator[list[CohortMember]]:
        after = ""
        while True:
            wanted = {"fix_id": fix.id, "_id": {"$gt": after}}
            found = await self._cohorts.find(wanted).sort("_id", ASCENDING).limit(1).to_list(1)
            if not found:
                return
            after = found[0]["_id"]
            yield [_member(each) for each in found[0]["members"]]

    async def measured(self, timer: Timer, effect: Effect | None, again: datetime | None) -> bool:
        async def work(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            if effect is not None:
                named = {"_id": timer.key, "brand": timer.brand}
                changed = {"$set": {"effect": effect_document(effect)}}
                await self._db[FIXES].update_one(named, changed, session=session)
            if again is None:
                await self._cohorts.delete_many({"fix_id": timer.key}, session=session)
            else:
                measured = Timer(timer.brand, EFFECT_TIMER, timer.key, again)
                await set_timers(self._db, session, [measured])
            return True

        return await transact(self._db, work)

    async def fix_of(self, timer: Timer) -> Fix | None:
        found = await self._db[FIXES].find_one({"_id": timer.key, "brand": timer.brand})
        return None if found is None else to_fix(found)


def _list(member: CohortMember) -> list[Any]:
    return [member.member_id, member.reported, member.stratum.tier, member.stratum.orders]


def _member(kept: Sequence[Any]) -> CohortMember:
    member_id, has_reported, tier, orders = kept
    return CohortMember(member_id, has_reported, Stratum(tier, orders))

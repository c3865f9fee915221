"""Fixes in MongoDB.

`fixes`  {_id, brand, group, title: [zh, en], text: [zh, en], is_public, announced_at, announced_by,
          told, told_until: [time, item id] or null, completed_at, withdrawn_at,
          effect: {as_of, days, matched, compared, unmatched, repurchase: [seven numbers] or null,
          activity: as that} or null}

A slice of members is told by the transaction that takes the timer: it keeps their wishes, moves
`told_until`, and sets the timer again. So a worker may be killed anywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from services.common import audit
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
    aggregate,
    transact,
)
from services.common.written_once import Asked, Wire, written_once
from services.feedback.follow_up.domain.fix import Fix, FixAnnounced, Reach
from services.feedback.follow_up.storage.documents import fix_document, to_fix
from services.feedback.items.domain.crisis import CHANNEL as CRISIS
from services.feedback.items.domain.item import Feedback
from services.feedback.items.storage.collections import COLLECTION as ITEMS
from services.feedback.items.storage.documents import to_item
from services.feedback.items.storage.groups import GROUPS
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.storage.touches import keep_wishes
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers

COLLECTION = "fixes"
TIMER, COHORT_TIMER, EFFECT_TIMER = "fix", "fix_cohort", "fix_effect"
"""The kinds of the timers that go on telling, choose who is compared, and measure; the key is the
fix's id."""
SLICE = 200
"""Items that one transaction tells of."""
COUNTED_MAX = 100_000
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("group", ASCENDING)], unique=True),
        IndexModel([("brand", ASCENDING), ("_id", DESCENDING)]),
        IndexModel(
            [("brand", ASCENDING), ("_id", DESCENDING)],
            partialFilterExpression={"is_public": True},
            name="notices",
        ),
    ]
}

Tell = Callable[[Fix, Sequence[Feedback]], Sequence[Touch]]


class MongoFixes:
    """Implements `follow_up.commands.fixing.Fixes`."""

    def __init__(self, db: Database, wire: Wire[Fix], clock: Clock) -> None:
        self._db = db
        self._fixes = db[COLLECTION]
        self._wire = wire
        self._clock = clock

    async def announce(self, request: Asked, fix: Fix) -> tuple[Fix, bool]:
        async def effect(session: Session) -> Fix:
            key = {"_id": f"{fix.brand}/{fix.group}"}
            if await self._db[GROUPS].find_one(key, {"_id": 1}, session=session) is None:
                raise Refusal("FEEDBACK_GROUP_NOT_FOUND", f"no group {fix.group}", field="group")
            group = {"brand": fix.brand, "group": fix.group}
            known = await self._fixes.find_one(group, {"_id": 1}, session=session)
            if known is not None:
                raise FixAnnounced(known["_id"])
            await self._fixes.insert_one(fix_document(fix), session=session)
            timers = [
                Timer(fix.brand, kind, fix.id, fix.announced_at) for kind in (TIMER, COHORT_TIMER)
            ]
            await set_timers(self._db, session, timers)
            audit.changed(after={"fix_id": fix.id, "group": fix.group})
            return fix

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def withdraw(self, request: Asked, fix_id: str, now: datetime) -> tuple[Fix, bool]:
        async def effect(session: Session) -> Fix:
            named = {"_id": fix_id, "brand": request.brand, "is_public": True}
            found = await self._fixes.find_one(named, session=session)
            if found is None:
                raise Refusal("FIX_NOT_FOUND", f"no notice {fix_id}", field="fix_id")
            fix = to_fix(found).withdrawn(now)
            changed = {"$set": {"withdrawn_at": fix.withdrawn_at}}
            await self._fixes.update_one(named, changed, session=session)
            audit.changed(after={"fix_id": fix.id})
            return fix

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def tell(self, timer: Timer, now: datetime, tell: Tell) -> bool:
        async def effect(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            named = {"_id": timer.key, "brand": timer.brand}
            found = await self._fixes.find_one(named, session=session)
            if found is not None:
                fix = await self._slice(session, to_fix(found), now, tell)
                await self._fixes.replace_one(named, fix_document(fix), session=session)
            return True

        return await transact(self._db, effect)

    async def _slice(self, session: Session, fix: Fix, now: datetime, tell: Tell) -> Fix:
        """`fix` after the next slice, with a timer while there is more."""
        wanted = reported(fix)
        if fix.told_until is not None:
            at, id_ = fix.told_until
            behind = [{"created_at": {"$gt": at}}, {"created_at": at, "_id": {"$gt": id_}}]
            wanted["$or"] = behind
        order = [("created_at", ASCENDING), ("_id", ASCENDING)]
        cursor = self._db[ITEMS].find(wanted, session=session).sort(order).limit(SLICE)
        items = [to_item(each) for each in await cursor.to_list(SLICE)]
        touches = tell(fix, items)
        if touches:
            new = await keep_wishes(self._db, session, fix.brand, touches)
            fix = replace(fix, told=fix.told + new)
        if len(items) < SLICE:
            return replace(fix, completed_at=now)
        await set_timers(self._db, session, [Timer(fix.brand, TIMER, fix.id, now)])
        return replace(fix, told_until=(items[-1].created_at, items[-1].id))

    async def reach(self, brand: str, group: str) -> Reach | None:
        key = {"_id": f"{brand}/{group}"}
        if await self._db[GROUPS].find_one(key, {"_id": 1}) is None:
            return None
        wanted = {"brand": brand, "group": group, "channel": {"$ne": CRISIS}}
        pipeline: list[Document] = [
            {"$match": wanted},
            {"$limit": COUNTED_MAX},
            {"$group": {"_id": "$member_id", "items": {"$sum": 1}}},
            {
                "$group": {
                    "_id": {"$eq": ["$_id", ""]},
                    "items": {"$sum": "$items"},
                    "members": {"$sum": 1},
                }
            },
        ]
        found = {each["_id"]: each async for each in aggregate(self._db[ITEMS], pipeline)}
        named, nameless = found.get(False, {}), found.get(True, {})
        anonymous = nameless.get("items", 0)
        return Reach(named.get("items", 0) + anonymous, named.get("members", 0), anonymous)

    async def of_group(self, brand: str, group: str) -> Fix | None:
        found = await self._fixes.find_one({"brand": brand, "group": group})
        return None if found is None else to_fix(found)

    async def page(self, brand: str, before: str, limit: int) -> list[Fix]:
        return await self._page({"brand": brand}, before, limit)

    async def notices(self, brand: str, since: datetime, before: str, limit: int) -> list[Fix]:
        shown: Document = {"brand": brand, "is_public": True, "withdrawn_at": None}
        shown["announced_at"] = {"$gt": since}
        return await self._page(shown, before, limit)

    async def _page(self, wanted: Document, before: str, limit: int) -> list[Fix]:
        if before:
            wanted["_id"] = {"$lt": before}
        cursor = self._fixes.find(wanted).sort("_id", DESCENDING).limit(limit)
        return [to_fix(each) for each in await cursor.to_list(limit)]


def reported(fix: Fix) -> Document:
    """Selects what members said of the group until the announcement."""
    return {
        "brand": fix.brand,
        "group": fix.group,
        "created_at": {"$lte": fix.announced_at},
        "member_id": {"$ne": ""},
    }

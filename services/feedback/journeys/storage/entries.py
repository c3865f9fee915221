"""Journeys in MongoDB: each move in one transaction with its timer and its wishes.

`journey_entries`  {_id, brand, member_id, place, journey, occasion, entered_by, entered_at, state,
                    step, due, end, ended_at, lines: [{step, outcome, due, revision, message,
                    touch_id, event_id, deed_id}], latest: of its member and journey}
`journeys`         {_id: "brand/code", brand, code, paused_at: while it is paused, set_aside: how
                    often an entry was}

Whoever enters counts up `judged` of the member, so that two workers that hear of one member at a
time, or of an erasure, run one behind the other. Whoever sets an entry aside counts up `set_aside`:
a resumption at the same time runs behind it, and finds the entry.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.common import audit
from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    ReplaceOne,
    Session,
    UpdateOne,
    aggregate,
    transact,
)
from services.common.written_once import Wire, written_once
from services.feedback.audience.domain import Reached
from services.feedback.audience.storage import COLLECTION as MEMBERS
from services.feedback.audience.storage import looked_at, reached_of
from services.feedback.experiments.storage.experiments import keep_exposures
from services.feedback.journeys.domain.deed import Deed
from services.feedback.journeys.domain.entry import End, Entry, State
from services.feedback.journeys.domain.keeping import (
    EntryFilter,
    Figures,
    Kept,
    Paused,
    Standing,
    Write,
)
from services.feedback.journeys.storage.deeds import COLLECTION as DEEDS
from services.feedback.journeys.storage.deeds import INDEXES as DEED_INDEXES
from services.feedback.journeys.storage.deeds import (
    MongoDeeds,
    forget_deeds,
    give_deeds,
    keep_deeds,
)
from services.feedback.journeys.storage.documents import place_of, to_document, to_entry
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES
from services.feedback.reach.storage.touches import keep_wishes
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers

COLLECTION, JOURNEYS = "journey_entries", "journeys"
STEP_TIMER, RESUME_TIMER = "journey_step", "journey_resume"
SLICE = 100
"""Entries that go on together after a pause."""
_BRAND = ("brand", ASCENDING)
INDEXES = {
    **DEED_INDEXES,
    COLLECTION: [
        IndexModel([_BRAND, ("member_id", ASCENDING), ("place", DESCENDING)]),
        IndexModel([_BRAND, ("journey", ASCENDING), ("place", DESCENDING)]),
        IndexModel(
            [_BRAND, ("member_id", ASCENDING), ("journey", ASCENDING)],
            partialFilterExpression={"latest": True},
            name="latest",
        ),
        IndexModel(
            [
                *(_BRAND, ("journey", ASCENDING), ("state", ASCENDING)),
                *(("step", ASCENDING), ("end", ASCENDING)),
            ]
        ),
    ],
    JOURNEYS: [IndexModel([_BRAND])],
}

Decide = Callable[[Standing], Awaitable[Sequence[Kept]]]
Wake = Callable[[str, Entry, Reached | None], Awaitable[Kept]]


class MongoEntries:
    """Implements `journeys.commands.store.Entries`."""

    def __init__(self, db: Database, wire: Wire[Paused], clock: Clock) -> None:
        self._db = db
        self._entries = db[COLLECTION]
        self._journeys = db[JOURNEYS]
        self._deeds = MongoDeeds(db)
        self._wire = wire
        self._clock = clock

    async def take(self, brand: str, member_ids: Collection[str], decide: Decide) -> None:
        async def effect(session: Session) -> None:
            reached = await reached_of(self._db, session, brand, member_ids)
            latest = await self._latest(session, brand, reached.keys())
            paused = await self._paused(session, brand)
            kept: list[Kept] = []
            for member_id, member in reached.items():
                standing = Standing(member_id, member, latest.get(member_id, {}), paused.keys())
                kept += await decide(standing)
            moved = sorted({each.entry.member_id for each in kept})
            if moved:
                looks = [looked_at(brand, member_id) for member_id in moved]
                await self._db[MEMBERS].bulk_write(looks, ordered=False, session=session)
                await self._keep(session, brand, kept)

        await transact(self._db, effect)

    async def wake(self, timers: Sequence[Timer], wake: Wake) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            for brand in sorted({timer.brand for timer in taken}):
                ids = [timer.key for timer in taken if timer.brand == brand]
                await self._wake_of(session, brand, ids, wake)
            return taken

        return await transact(self._db, effect)

    async def _wake_of(self, session: Session, brand: str, ids: Sequence[str], wake: Wake) -> None:
        named = {"_id": {"$in": list(ids)}, "brand": brand, "state": State.WAITING.value}
        found = await self._entries.find(named, session=session).to_list(len(ids))
        paused = await self._paused(session, brand)
        entries = [to_entry(each) for each in found]
        members = {each.member_id for each in entries if each.journey not in paused}
        reached = await reached_of(self._db, session, brand, members)
        kept: list[Kept] = []
        for entry in entries:
            if entry.journey in paused:
                kept.append(Kept(replace(entry, state=State.PAUSED)))
            else:
                kept.append(await wake(brand, entry, reached.get(entry.member_id)))
        await self._keep(session, brand, kept)
        for code in sorted({each.journey for each in entries} & paused.keys()):
            aside = {"$inc": {"set_aside": 1}}
            await self._journeys.update_one({"_id": _key(brand, code)}, aside, session=session)

    async def go_on(self, timers: Sequence[Timer]) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            for timer in taken:
                await self._slice_goes_on(session, timer)
            return taken

        return await transact(self._db, effect)

    async def _slice_goes_on(self, session: Session, timer: Timer) -> None:
        if timer.key in await self._paused(session, timer.brand):
            return
        aside = {"brand": timer.brand, "journey": timer.key, "state": State.PAUSED.value}
        found = await self._entries.find(aside, session=session).limit(SLICE).to_list(SLICE)
        waiting = [replace(to_entry(each), state=State.WAITING) for each in found]
        await self._keep(session, timer.brand, [Kept(each) for each in waiting])
        if len(found) == SLICE:
            await set_timers(self._db, session, [timer])

    async def pause(self, write: Write, code: str, *, pause: bool) -> tuple[Paused, bool]:
        async def change(session: Session) -> Paused:
            named = {"_id": _key(write.brand, code)}
            found = await self._journeys.find_one(named, session=session) or {}
            since: datetime | None = found.get("paused_at")
            now = self._clock.now()
            audit.changed(
                before={"paused": str(since is not None).lower()},
                after={"journey": code, "paused": str(pause).lower()},
            )
            if pause == (since is not None):
                return Paused(code, since)
            after = now if pause else None
            told = {"brand": write.brand, "code": code, "paused_at": after}
            await self._journeys.update_one(named, {"$set": told}, upsert=True, session=session)
            if not pause:
                resume = Timer(write.brand, RESUME_TIMER, code, now)
                await set_timers(self._db, session, [resume])
            return Paused(code, after)

        return await written_once(self._db, self._clock, write, self._wire, change)

    async def paused(self, brand: str) -> Mapping[str, datetime]:
        return await self._paused(None, brand)

    async def _paused(self, session: Session | None, brand: str) -> Mapping[str, datetime]:
        found = self._journeys.find({"brand": brand, "paused_at": {"$ne": None}}, session=session)
        return {each["code"]: each["paused_at"] for each in await found.to_list(None)}

    async def figures(self, brand: str, codes: Collection[str]) -> Mapping[str, Figures]:
        of_these: Document = {"brand": brand, "journey": {"$in": sorted(codes)}}
        entries = await self._counts(COLLECTION, of_these, ("journey", "state", "step", "end"))
        touches = await self._counts(TOUCHES, of_these, ("journey", "step", "state"))
        deeds = await self._counts(DEEDS, of_these, ("journey", "step", "state"))
        ended = State.ENDED.value
        return {
            code: Figures(
                _summed({k[2]: n for k, n in entries if k[0] == code and k[1] == State.WAITING}),
                _summed({k[2]: n for k, n in entries if k[0] == code and k[1] == State.PAUSED}),
                _summed({k[3]: n for k, n in entries if k[0] == code and k[1] == ended}),
                {(k[1], k[2]): n for k, n in touches if k[0] == code},
                {(k[1], k[2]): n for k, n in deeds if k[0] == code},
            )
            for code in codes
        }

    async def _counts(
        self, name: str, selection: Document, fields: Sequence[str]
    ) -> list[tuple[tuple[str, ...], int]]:
        grouped = [
            {"$match": selection},
            {"$group": {"_id": {each: f"${each}" for each in fields}, "count": {"$sum": 1}}},
        ]
        return [
            (tuple(each["_id"].get(field) or "" for field in fields), each["count"])
            async for each in aggregate(self._db[name], grouped)
        ]

    async def deeds(self, brand: str, ids: Collection[str]) -> Mapping[str, Deed]:
        return await self._deeds.named(brand, ids)

    async def page(
        self, brand: str, only: EntryFilter, before: str, limit: int
    ) -> list[tuple[str, Entry]]:
        selection: Document = {"brand": brand}
        if only.member_id:
            selection["member_id"] = only.member_id
        if only.journey:
            selection["journey"] = only.journey
        if before:
            selection["place"] = {"$lt": before}
        cursor = self._entries.find(selection).sort("place", DESCENDING).limit(limit)
        return [(each["place"], to_entry(each)) for each in await cursor.to_list(limit)]

    async def forget(self, brand: str, member_id: str) -> None:
        """Delete the entries of a member who is erased, with what they wait for."""

        async def effect(session: Session) -> None:
            own = {"brand": brand, "member_id": member_id}
            found = await self._entries.find(own, {"_id": 1}, session=session).to_list(None)
            timers = [_timer_id(brand, each["_id"]) for each in found]
            await set_timers(self._db, session, (), timers)
            await self._entries.delete_many(own, session=session)
            await forget_deeds(self._db, session, brand, member_id)

        await transact(self._db, effect)

    async def merge(self, brand: str, loser: str, survivor: str) -> None:
        """Give the entries of one member to another, whose own entry of a journey goes on."""

        async def effect(session: Session) -> None:
            both = await self._latest(session, brand, (loser, survivor))
            kept: list[Kept] = []
            for code, entry in both.get(loser, {}).items():
                own = both.get(survivor, {}).get(code)
                if own is None:
                    kept.append(Kept(replace(entry, member_id=survivor)))
                    continue
                both_open = entry.is_open and own.is_open
                after = entry.ended(End.MERGED, self._clock.now()) if both_open else entry
                # The open one, else the later one, is what decides on entering again.
                newer = entry.is_open if entry.is_open != own.is_open else _later(entry, own)
                theirs, ours = Kept(replace(after, member_id=survivor)), Kept(own)
                kept += [ours, theirs] if newer and not both_open else [theirs, ours]
            await self._keep(session, brand, kept)
            rest = {"brand": brand, "member_id": loser}
            whose = {"$set": {"member_id": survivor, "latest": False}}
            await self._entries.update_many(rest, whose, session=session)
            await give_deeds(self._db, session, brand, loser, survivor)

        await transact(self._db, effect)

    async def _latest(
        self, session: Session, brand: str, member_ids: Collection[str]
    ) -> dict[str, dict[str, Entry]]:
        """The latest entry by member and journey."""
        named = {"brand": brand, "member_id": {"$in": sorted(member_ids)}, "latest": True}
        latest: dict[str, dict[str, Entry]] = {}
        for each in await self._entries.find(named, session=session).to_list(None):
            entry = to_entry(each)
            latest.setdefault(entry.member_id, {})[entry.journey] = entry
        return latest

    async def _keep(self, session: Session, brand: str, kept: Sequence[Kept]) -> None:
        """Keep entries with timers and wishes; of one member and journey the last is the latest."""
        latest = {(each.entry.member_id, each.entry.journey): each.entry.id for each in kept}
        writes: list[UpdateOne | ReplaceOne[Document]] = [
            UpdateOne(
                {
                    "brand": brand,
                    "member_id": member_id,
                    "journey": journey,
                    "latest": True,
                    "_id": {"$ne": id_},
                },
                {"$set": {"latest": False}},
            )
            for (member_id, journey), id_ in latest.items()
        ]
        for each in kept:
            entry = each.entry
            is_latest = latest[(entry.member_id, entry.journey)] == entry.id
            document = to_document(brand, entry) | {"latest": is_latest}
            writes.append(ReplaceOne({"_id": entry.id}, document, upsert=True))
        if writes:
            await self._entries.bulk_write(writes, session=session)
        waiting = [each.entry for each in kept if each.entry.state is State.WAITING]
        timers = [_timer(brand, each) for each in waiting]
        over = [
            _timer_id(brand, each.entry.id)
            for each in kept
            if each.entry.state is not State.WAITING
        ]
        await set_timers(self._db, session, timers, over)
        exposures = [exposure for each in kept for exposure in each.exposures]
        await keep_exposures(self._db, session, brand, exposures)
        await keep_deeds(self._db, session, brand, [deed for each in kept for deed in each.deeds])
        touches = [touch for each in kept for touch in each.touches]
        if touches:
            await keep_wishes(self._db, session, brand, touches)


def _later(entry: Entry, other: Entry) -> bool:
    return place_of(entry) > place_of(other)


def _summed(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {name: count for name, count in counts.items() if name}


def _key(brand: str, code: str) -> str:
    # A brand has no slash in its name, so two brands never share a key.
    return f"{brand}/{code}"


def _timer(brand: str, entry: Entry) -> Timer:
    assert entry.due is not None
    return Timer(brand, STEP_TIMER, entry.id, entry.due)


def _timer_id(brand: str, entry_id: str) -> str:
    return f"{brand}/{STEP_TIMER}/{entry_id}"

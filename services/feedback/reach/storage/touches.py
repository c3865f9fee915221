"""Touches in MongoDB: each step in one transaction with its timer, its place and its message.

`touches`  one document for each wish, as `documents.py` writes it; `open` while it is to be judged
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from services.common import audit
from services.common.clock import Clock
from services.common.errors import Refusal
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    ReplaceOne,
    Session,
    UpdateMany,
    UpdateOne,
    transact,
)
from services.common.written_once import Sent, TextWire, written_once
from services.feedback.audience.domain import Reached
from services.feedback.audience.storage import COLLECTION as MEMBERS
from services.feedback.audience.storage import (
    counted_now,
    looked_at,
    member_back,
    place_freed,
    places_merged,
    reached_of,
)
from services.feedback.channels.domain import InboxMessage
from services.feedback.channels.storage import COLLECTION as INBOX
from services.feedback.channels.storage import empty_inbox, put_in_inbox
from services.feedback.reach.domain.case import Check
from services.feedback.reach.domain.handing import AT_PROVIDER, COUNTED
from services.feedback.reach.domain.touch import (
    RESENT,
    ChannelCounts,
    HandedOver,
    Judged,
    Resending,
    State,
    Touch,
    TouchFilter,
)
from services.feedback.reach.storage.channel_counts import channel_counts
from services.feedback.reach.storage.documents import DETAILS, attempts_of, to_document, to_touch
from services.feedback.reach.storage.months import months_forgotten, months_merged
from services.feedback.reach.storage.wakings import (
    ANSWER_TIMER,
    WISH_TIMER,
    hand_over_ids,
    settlings,
    wakings,
)
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers

COLLECTION = "touches"
OPEN_MAX = 1_000
"""Open touches that one transaction judges; those beyond have timers of their own, and follow."""
_OF_BROADCAST = {"broadcast": {"$gt": ""}}
_ON_JOURNEY = {"journey": {"$gt": ""}}
_SHOWN = [("brand", ASCENDING), ("place", DESCENDING)]
INDEXES = {
    COLLECTION: [
        IndexModel(_SHOWN),
        DETAILS,
        *(
            IndexModel([("brand", ASCENDING), (chosen, ASCENDING), ("place", DESCENDING)])
            for chosen in ("member_id", "message", "state", "channel")
        ),
        IndexModel(
            [("brand", ASCENDING), ("journey", ASCENDING), ("place", DESCENDING)],
            partialFilterExpression=_ON_JOURNEY,
            name="journey",
        ),
        IndexModel(
            [("brand", ASCENDING), *((each, ASCENDING) for each in ("journey", "step", "state"))],
            partialFilterExpression=_ON_JOURNEY,
            name="journey_steps",
        ),
        IndexModel(
            [("brand", ASCENDING), ("broadcast", ASCENDING), ("state", ASCENDING)],
            partialFilterExpression=_OF_BROADCAST,
            name="broadcast",
        ),
        IndexModel(
            [("brand", ASCENDING), ("member_id", ASCENDING), ("wake_at", ASCENDING)],
            partialFilterExpression={"open": True},
            name="open",
        ),
    ]
}
ERASED_FIELDS: Document = {"text": None, "why": None, "checks.$[].inputs": []}
"""What an erasure leaves of a touch: that it took place, and which checks it passed."""
_NOT_HANDED = [State.WAITING.value, State.PUT_OFF.value, State.PLANNED.value]
FORGOTTEN: Document = {"text": None, "why": None, "words": None, "occasion.day": ""}

Judge = Callable[[str, str, Reached | None, Sequence[Touch]], Awaitable[Judged]]
Change = Callable[[Touch, Reached | None], Touch]


class MongoTouches:
    """Implements `reach.commands.store.Touches`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._touches = db[COLLECTION]

    async def wish(self, brand: str, touches: Sequence[Touch]) -> None:
        async def effect(session: Session) -> None:
            await keep_wishes(self._db, session, brand, touches)

        await transact(self._db, effect)

    async def judge(self, timers: Sequence[Timer], now: datetime, judge: Judge) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            for brand in sorted({timer.brand for timer in taken}):
                ids = [timer.key for timer in taken if timer.brand == brand]
                await self._judge_of(session, brand, ids, now, judge)
            return taken

        return await transact(self._db, effect)

    async def _judge_of(
        self, session: Session, brand: str, ids: Sequence[str], now: datetime, judge: Judge
    ) -> None:
        woken = {"_id": {"$in": list(ids)}, "brand": brand}
        found = await self._touches.find(woken, {"member_id": 1}, session=session).to_list(len(ids))
        members = sorted({each["member_id"] for each in found})
        due: Document = {"brand": brand, "member_id": {"$in": members}, "open": True}
        due["wake_at"] = {"$lte": now}
        cursor = self._touches.find(due, session=session).limit(OPEN_MAX)
        touches = [to_touch(each) for each in await cursor.to_list(OPEN_MAX)]
        reached = await reached_of(self._db, session, brand, members)
        places: list[UpdateOne] = []
        after: list[Touch] = []
        for member_id in sorted({touch.wish.member_id for touch in touches}):
            own = [touch for touch in touches if touch.wish.member_id == member_id]
            judged = await judge(brand, member_id, reached.get(member_id), own)
            after += judged.touches
            places.append(counted_now(brand, member_id, judged.counted))
        await self._keep(session, brand, after)
        if places:
            await self._db[MEMBERS].bulk_write(places, ordered=False, session=session)
        await set_timers(self._db, session, wakings(brand, after))

    async def _keep(self, session: Session, brand: str, touches: Sequence[Touch]) -> None:
        writes = [
            ReplaceOne({"_id": each.id, "brand": brand}, to_document(brand, each))
            for each in touches
        ]
        if writes:
            await self._touches.bulk_write(writes, ordered=False, session=session)

    async def planned(self, timers: Sequence[Timer]) -> list[tuple[str, Touch]]:
        ids = [timer.key for timer in timers]
        selection = {"_id": {"$in": ids}, "state": State.PLANNED.value}
        found = await self._touches.find(selection).to_list(len(ids))
        return [(each["brand"], to_touch(each)) for each in found]

    async def hand_over(self, timers: Sequence[Timer], ended: Sequence[HandedOver]) -> list[Timer]:
        async def effect(session: Session) -> list[Timer]:
            taken = await take_timers(self._db, session, timers)
            ids = {timer.key for timer in taken}
            mine = [each for each in ended if each.touch.id in ids]
            for brand in sorted({each.brand for each in mine}):
                await self._end(session, brand, [each for each in mine if each.brand == brand])
            return taken

        return await transact(self._db, effect)

    async def _end(self, session: Session, brand: str, ended: Sequence[HandedOver]) -> None:
        members = {each.touch.wish.member_id for each in ended}
        # An erasure at the same time runs before it or behind it, and never between.
        alive = await reached_of(self._db, session, brand, members)
        writes: list[UpdateOne] = []
        messages: list[InboxMessage] = []
        touches: list[Touch] = []
        for each in ended:
            member_id = each.touch.wish.member_id
            if each.message is not None and member_id in alive:
                messages.append(each.message)
                writes.append(looked_at(brand, member_id))
            else:
                writes.append(place_freed(brand, member_id, each.touch.id))
            gone = member_id not in alive
            touches.append(_without_words(each.touch) if gone else each.touch)
        await self._keep(session, brand, touches)
        await self._db[MEMBERS].bulk_write(writes, ordered=False, session=session)
        await put_in_inbox(self._db, session, brand, messages)

    async def mark_handed(
        self, timers: Sequence[Timer], marked: Sequence[tuple[str, Touch]], answer_due: datetime
    ) -> tuple[list[Timer], set[str]]:
        async def effect(session: Session) -> tuple[list[Timer], set[str]]:
            taken = await take_timers(self._db, session, timers)
            keys = [timer.key for timer in taken]
            planned = {"_id": {"$in": keys}, "state": State.PLANNED.value}
            found = self._touches.find(planned, {"_id": 1}, session=session)
            ids = {each["_id"] for each in await found.to_list(len(keys) or 1)}
            mine = [(brand, touch) for brand, touch in marked if touch.id in ids]
            # Field by field: a merge may have given the touch to another member meanwhile.
            writes = [
                UpdateOne(
                    {"_id": touch.id, "brand": brand, "state": State.PLANNED.value},
                    {
                        "$set": {
                            "state": touch.state.value,
                            "attempts": attempts_of(touch),
                            "send_at": None,
                        }
                    },
                )
                for brand, touch in mine
            ]
            if writes:
                await self._touches.bulk_write(writes, ordered=False, session=session)
            answers = [Timer(brand, ANSWER_TIMER, touch.id, answer_due) for brand, touch in mine]
            await set_timers(self._db, session, answers)
            return taken, {touch.id for _, touch in mine}

        return await transact(self._db, effect)

    async def settle(
        self,
        brand: str,
        touch_id: str,
        change: Change,
        states: Collection[State] = AT_PROVIDER,
    ) -> None:
        answer = Timer(brand, ANSWER_TIMER, touch_id, datetime.min.replace(tzinfo=UTC))
        at_provider = {"_id": touch_id, "brand": brand, "state": {"$in": sorted(states)}}

        async def effect(session: Session) -> None:
            found = await self._touches.find_one(at_provider, session=session)
            if found is None:
                # One that is handed over meanwhile needs the timer of its answer.
                ended = [answer.id] if State.HANDED in states else []
                await set_timers(self._db, session, (), ended)
                return
            touch = to_touch(found)
            member_id = touch.wish.member_id
            alive = await reached_of(self._db, session, brand, [member_id])
            after = change(touch, alive.get(member_id))
            if after is touch:
                return
            if member_id not in alive:
                after = _without_words(after)
            await self._keep(session, brand, [after])
            keeps = after.state in COUNTED
            place = (
                looked_at(brand, member_id) if keeps else place_freed(brand, member_id, touch_id)
            )
            await self._db[MEMBERS].bulk_write([place], session=session)
            woken = wakings(brand, [after]) + settlings(brand, after)
            over = {answer.id, *hand_over_ids(brand, touch)} - {timer.id for timer in woken}
            await set_timers(self._db, session, woken, over)

        await transact(self._db, effect)

    async def resend(self, again: Resending, clock: Clock) -> tuple[Touch, bool]:
        named = {"_id": again.id, "brand": again.brand}

        async def judge_again(session: Session) -> str:
            found = await self._touches.find_one(named, session=session)
            if found is None:
                raise Refusal("TOUCH_NOT_FOUND", again.id, field="touch_id")
            touch = to_touch(found)
            if touch.state not in RESENT:
                state = touch.state.value
                raise Refusal("TOUCH_NOT_RESENDABLE", state, metadata={"state": state})
            after = touch.again(clock.now())
            await self._keep(session, again.brand, [after])
            await set_timers(self._db, session, wakings(again.brand, [after]))
            audit.changed(before={"state": touch.state.value}, after={"touch_id": again.id})
            return again.id

        request = Sent(again.brand, again.request_id, again.content)
        _, replayed = await written_once(self._db, clock, request, TextWire(), judge_again)
        touch = await self.find(again.brand, again.id)
        if touch is None:
            raise Refusal("TOUCH_NOT_FOUND", again.id, field="touch_id")
        return touch, replayed

    async def channel_counts(self, brand: str, since: datetime) -> list[ChannelCounts]:
        return await channel_counts(self._touches, brand, since)

    async def find(self, brand: str, touch_id: str) -> Touch | None:
        found = await self._touches.find_one({"_id": touch_id, "brand": brand})
        return None if found is None else to_touch(found)

    async def page(
        self, brand: str, only: TouchFilter, before: str, limit: int
    ) -> list[tuple[str, Touch]]:
        selection: Document = {"brand": brand}
        if only.member_id:
            selection["member_id"] = only.member_id
        if only.message:
            selection["message"] = only.message
        if only.journey:
            selection["journey"] = only.journey
        if only.states:
            selection["state"] = {"$in": [each.value for each in only.states]}
        if before:
            selection["place"] = {"$lt": before}
        cursor = self._touches.find(selection).sort("place", DESCENDING).limit(limit)
        return [(each["place"], to_touch(each)) for each in await cursor.to_list(limit)]

    async def forget(self, brand: str, member_id: str) -> None:
        await empty_inbox(self._db, brand, member_id)
        await months_forgotten(self._db, brand, member_id)
        own = {"brand": brand, "member_id": member_id}
        await self._touches.bulk_write(
            [
                UpdateMany({**own, "checks": {"$ne": []}}, {"$set": ERASED_FIELDS}),
                UpdateMany(own, {"$set": FORGOTTEN}),
            ]
        )

    async def merge(self, brand: str, loser: str, survivor: str) -> None:
        own, whose = {"brand": brand, "member_id": loser}, {"$set": {"member_id": survivor}}

        async def effect(session: Session) -> None:
            await self._db[MEMBERS].bulk_write(
                await places_merged(self._db, session, brand, loser, survivor), session=session
            )
            await self._touches.update_many(own, whose, session=session)
            await months_merged(self._db, session, brand, loser, survivor)
            await self._db[INBOX].update_many(own, whose, session=session)

        await transact(self._db, effect)

    async def part(self, brand: str, member_id: str) -> None:
        """The member stands for themselves again, with what was known of them."""
        await self._db[MEMBERS].bulk_write([member_back(brand, member_id)])


async def keep_wishes(db: Database, session: Session, brand: str, touches: Sequence[Touch]) -> int:
    """Keep new touches with their timers in somebody else's transaction: how many are new."""
    ids = [touch.id for touch in touches]
    found = db[COLLECTION].find({"_id": {"$in": ids}}, {"_id": 1}, session=session)
    known = {each["_id"] for each in await found.to_list(len(ids))}
    new = {touch.id: touch for touch in touches if touch.id not in known}
    if new:
        documents = [to_document(brand, touch) for touch in new.values()]
        await db[COLLECTION].insert_many(documents, session=session)
        await set_timers(db, session, wakings(brand, list(new.values())))
    return len(new)


async def end_open_of_broadcast(
    db: Database,
    session: Session,
    broadcast: tuple[str, str],
    check: Check,
    now: datetime,
    limit: int,
) -> tuple[int, bool]:
    """End up to `limit` touches of a brand's broadcast that are not with a provider, in somebody
    else's transaction, by a check that says why: how many there were, and whether some are with
    one. These are too late from now on, so that none is tried again or by another channel."""
    brand, id_ = broadcast
    waiting: Document = {"brand": brand, "broadcast": id_, "state": {"$in": _NOT_HANDED}}
    found = await db[COLLECTION].find(waiting, session=session).limit(limit).to_list(limit)
    before = [to_touch(each) for each in found]
    ended = [replace(each.not_handed(check, now), wake_at=None, send_at=None) for each in before]
    writes = [
        ReplaceOne({"_id": each.id, "brand": brand}, to_document(brand, each)) for each in ended
    ]
    if writes:
        await db[COLLECTION].bulk_write(writes, ordered=False, session=session)
        places = [place_freed(brand, each.wish.member_id, each.id) for each in ended]
        await db[MEMBERS].bulk_write(places, ordered=False, session=session)
        timers = {Timer(brand, WISH_TIMER, each.id, now).id for each in ended}
        timers |= {id_ for each in before for id_ in hand_over_ids(brand, each)}
        await set_timers(db, session, (), timers)
    at_provider = {"brand": brand, "broadcast": id_, "state": State.HANDED.value}
    late = {"$set": {"expires_at": now}}
    handed = await db[COLLECTION].update_many(at_provider, late, session=session)
    return len(ended), handed.matched_count > 0


def _without_words(touch: Touch) -> Touch:
    checks = tuple(replace(check, inputs=()) for check in touch.checks)
    state = State.REFUSED if touch.state is State.DELIVERED else touch.state
    wish = replace(touch.wish, words=None)
    return replace(touch, wish=wish, state=state, text=None, why=None, checks=checks)

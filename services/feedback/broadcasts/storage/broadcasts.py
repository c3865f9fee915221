"""Broadcasts in MongoDB.

`broadcasts`  {_id, brand, name, segment, message, spread_minutes, drafted_by, drafted_at, state,
               approved_by, approved_at, ended_at, place, members, approvals: [{by, at}], needed,
               comparison: {against, held_out_percent, percent, metric, within_days},
               winner: {message, by, at}}; the last two are absent of those from before there were
               any, and None where none is

What becomes of the messages is read from `touches`, which name their broadcast. What it compares is
an experiment of its id, which begins in the transaction of the approval.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

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
from services.common.written_once import Wire, answered_before, written_once
from services.feedback.broadcasts.domain.broadcast import (
    STOPPED_CHECK,
    Approval,
    Broadcast,
    Figures,
    Request,
    Slice,
    State,
)
from services.feedback.broadcasts.domain.comparison import Comparison, Winner
from services.feedback.broadcasts.domain.content import Change, ChangeCause, Content
from services.feedback.channels.storage import COLLECTION as INBOX
from services.feedback.experiments.domain.running import Cause, Ending, Running
from services.feedback.experiments.domain.running import State as Experimenting
from services.feedback.experiments.domain.section import MetricKind
from services.feedback.experiments.storage.experiments import (
    keep_ended,
    keep_exposures,
    keep_started,
    running_of,
)
from services.feedback.experiments.storage.news import ExperimentNews
from services.feedback.reach.domain.touch import State as TouchState
from services.feedback.reach.domain.touch import Touch
from services.feedback.reach.storage.touches import COLLECTION as TOUCHES
from services.feedback.reach.storage.touches import end_open_of_broadcast, keep_wishes
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import set_timers, take_timers

COLLECTION = "broadcasts"
SLICE_TIMER, END_TIMER = "broadcast_slice", "broadcast_end"
"""The kinds of timers; the key is the broadcast's id."""
END_SLICE = 200
LOOK_AGAIN = timedelta(seconds=5)
ON_THE_WAY = (
    *(TouchState.PLANNED, TouchState.HANDED, TouchState.AWAITING_STAFF, TouchState.SENT),
    *(TouchState.DELIVERED, TouchState.UNKNOWN),
)
INDEXES = {COLLECTION: [IndexModel([("brand", ASCENDING), ("_id", DESCENDING)])]}


class MongoBroadcasts:
    """Implements `broadcasts.commands.desk.Broadcasts`."""

    def __init__(
        self,
        db: Database,
        wire: Wire[Broadcast],
        trial: Wire[str],
        clock: Clock,
        news: ExperimentNews,
    ) -> None:
        self._db = db
        self._news = news
        self._broadcasts = db[COLLECTION]
        self._wire = wire
        self._trial = trial
        self._clock = clock

    async def answered_before(self, request: Request) -> Broadcast | None:
        return await answered_before(self._db, request, self._wire)

    async def draft(self, request: Request, broadcast: Broadcast) -> tuple[Broadcast, bool]:
        async def effect(session: Session) -> Broadcast:
            await self._broadcasts.insert_one(_document(broadcast), session=session)
            audit.changed(
                after={
                    "broadcast_id": broadcast.id,
                    "segment": broadcast.segment,
                    "message": ", ".join(broadcast.messages),
                }
            )
            return broadcast

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def approve(
        self,
        request: Request,
        broadcast_id: str,
        content: Content,
        check: Callable[[Broadcast], None],
        start: Callable[[Broadcast], Running | None],
    ) -> tuple[Broadcast, bool]:
        async def effect(session: Session) -> Broadcast:
            before = await self._get(session, request.brand, broadcast_id)
            check(before)
            after = before.approved(request.actor, self._clock.now(), content)
            begins = after.state is State.SENDING
            started = start(after) if begins else None
            if started is not None:
                await keep_started(self._db, session, after.brand, started, self._news)
            first = Timer(after.brand, SLICE_TIMER, after.id, self._clock.now())
            return await self._move(session, before, after, [first] if begins else [])

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def send_winner(
        self,
        request: Request,
        broadcast_id: str,
        message: str,
        words: str,
        check: Callable[[Broadcast], None],
    ) -> tuple[Broadcast, bool]:
        async def effect(session: Session) -> Broadcast:
            now = self._clock.now()
            before = await self._get(session, request.brand, broadcast_id)
            check(before)
            after = before.won(message, request.actor, now)
            running = await running_of(self._db, session, after.brand, after.id)
            if running is not None and running.state is Experimenting.RUNNING:
                ending = Ending(now, Cause.OPERATOR, message, request.actor, words)
                await keep_ended(self._db, session, after.brand, running, ending, self._news)
            first = Timer(after.brand, SLICE_TIMER, after.id, now)
            return await self._move(session, before, after, [first])

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def experiment(self, broadcast: Broadcast) -> Running | None:
        return await running_of(self._db, None, broadcast.brand, broadcast.id)

    async def stop(self, request: Request, broadcast_id: str) -> tuple[Broadcast, bool]:
        async def effect(session: Session) -> Broadcast:
            before = await self._get(session, request.brand, broadcast_id)
            after = before.stopped(self._clock.now())
            end = Timer(after.brand, END_TIMER, after.id, self._clock.now())
            return await self._move(session, before, after, [end])

        return await written_once(self._db, self._clock, request, self._wire, effect)

    async def _move(
        self, session: Session, before: Broadcast, after: Broadcast, timers: Sequence[Timer]
    ) -> Broadcast:
        await self._keep(session, after)
        await set_timers(self._db, session, timers)
        told = {"broadcast_id": after.id, "state": after.state.value}
        if after.winner is not None:
            told["winner"] = after.winner.message
        audit.changed(before={"state": before.state.value}, after=told)
        return after

    async def try_out(self, request: Request, touch: Touch) -> bool:
        async def effect(session: Session) -> str:
            await keep_wishes(self._db, session, request.brand, [touch])
            audit.changed(after={"touch_id": touch.id, "member_id": touch.wish.member_id})
            return touch.id

        _, replayed = await written_once(self._db, self._clock, request, self._trial, effect)
        return replayed

    async def go_through(
        self, timer: Timer, before: Broadcast, after: Broadcast, meant: Slice
    ) -> bool:
        async def effect(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            now = await self._get(session, timer.brand, timer.key)
            # Stopped meanwhile, or gone through by another worker.
            if now != before:
                return True
            if meant.touches:
                await keep_wishes(self._db, session, timer.brand, meant.touches)
            await keep_exposures(self._db, session, timer.brand, meant.exposures)
            await self._keep(session, after)
            following = {State.SENDING: SLICE_TIMER, State.STOPPED: END_TIMER}.get(after.state)
            if following is not None:
                due = Timer(timer.brand, following, timer.key, self._clock.now())
                await set_timers(self._db, session, [due])
            return True

        return await transact(self._db, effect)

    async def wait(self, timer: Timer, until: datetime) -> bool:
        async def effect(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            later = Timer(timer.brand, timer.kind, timer.key, until)
            await set_timers(self._db, session, [later])
            return True

        return await transact(self._db, effect)

    async def end_open(self, timer: Timer) -> bool:
        async def effect(session: Session) -> bool:
            if not await take_timers(self._db, session, [timer]):
                return False
            now = self._clock.now()
            ended, are_handed = await end_open_of_broadcast(
                self._db, session, (timer.brand, timer.key), STOPPED_CHECK, now, END_SLICE
            )
            # What is with a provider may come back, to wait for another hour.
            if ended == END_SLICE or are_handed:
                due = now if ended == END_SLICE else now + LOOK_AGAIN
                await set_timers(self._db, session, [Timer(timer.brand, END_TIMER, timer.key, due)])
            return True

        return await transact(self._db, effect)

    async def find(self, brand: str, broadcast_id: str) -> Broadcast | None:
        found = await self._broadcasts.find_one({"_id": broadcast_id, "brand": brand})
        return None if found is None else _broadcast(found)

    async def figures(self, broadcast: Broadcast) -> Mapping[str, Figures]:
        own: Document = {"brand": broadcast.brand, "broadcast": broadcast.id}
        last = {"$arrayElemAt": ["$checks.name", -1]}
        refused = {"$eq": ["$state", TouchState.REFUSED.value]}
        key = {"wished": "$wished", "state": "$state", "check": {"$cond": [refused, last, ""]}}
        grouped: list[Document] = [
            {"$match": own},
            {"$group": {"_id": key, "count": {"$sum": 1}}},
        ]
        counts: dict[str, list[tuple[TouchState, str, int]]] = {}
        async for each in aggregate(self._db[TOUCHES], grouped):
            found = each["_id"]
            counted = TouchState(found["state"]), found["check"] or "", each["count"]
            counts.setdefault(found["wished"], []).append(counted)
        read: list[Document] = [
            {"$match": {**own, "read_at": {"$ne": None}}},
            {"$group": {"_id": "$message", "count": {"$sum": 1}}},
        ]
        opened = {each["_id"]: each["count"] async for each in aggregate(self._db[INBOX], read)}
        return {code: _figures(each, opened.get(code, 0)) for code, each in counts.items()}

    async def page(self, brand: str, before: str, limit: int) -> list[Broadcast]:
        wanted: Document = {"brand": brand}
        if before:
            wanted["_id"] = {"$lt": before}
        cursor = self._broadcasts.find(wanted).sort("_id", DESCENDING).limit(limit)
        return [_broadcast(each) for each in await cursor.to_list(limit)]

    async def _get(self, session: Session, brand: str, broadcast_id: str) -> Broadcast:
        named = {"_id": broadcast_id, "brand": brand}
        found = await self._broadcasts.find_one(named, session=session)
        if found is None:
            raise Refusal("BROADCAST_NOT_FOUND", broadcast_id, field="broadcast_id")
        return _broadcast(found)

    async def _keep(self, session: Session, broadcast: Broadcast) -> None:
        named = {"_id": broadcast.id, "brand": broadcast.brand}
        await self._broadcasts.replace_one(named, _document(broadcast), session=session)


def _figures(counts: Sequence[tuple[TouchState, str, int]], opened: int) -> Figures:
    def of(*states: TouchState) -> int:
        return sum(count for state, _, count in counts if state in states)

    return Figures(
        of(*ON_THE_WAY),
        of(TouchState.WAITING, TouchState.PUT_OFF),
        of(TouchState.CONTROL),
        {check: count for state, check, count in counts if state is TouchState.REFUSED},
        opened,
        of(TouchState.FAILED, TouchState.EXPIRED),
    )


def _document(broadcast: Broadcast) -> Document:
    return {
        "_id": broadcast.id,
        "brand": broadcast.brand,
        "name": broadcast.name,
        "segment": broadcast.segment,
        "message": broadcast.message,
        "spread_minutes": int(broadcast.spread.total_seconds() // 60),
        "drafted_by": broadcast.drafted_by,
        "drafted_at": broadcast.drafted_at,
        "state": broadcast.state.value,
        "approved_by": broadcast.approved_by,
        "approved_at": broadcast.approved_at,
        "ended_at": broadcast.ended_at,
        "place": broadcast.place,
        "members": broadcast.members,
        "approvals": [{"by": each.by, "at": each.at} for each in broadcast.approvals],
        "needed": broadcast.needed,
        "comparison": broadcast.comparison and asdict(broadcast.comparison),
        "winner": broadcast.winner and asdict(broadcast.winner),
        "content": broadcast.content and asdict(broadcast.content),
        "change": broadcast.change and asdict(broadcast.change),
    }


def _approvals(found: Mapping[str, Any]) -> tuple[Approval, ...]:
    # A broadcast of before there could be several has the one.
    one = [{"by": found["approved_by"], "at": found["approved_at"]}] if found["approved_by"] else []
    return tuple(Approval(**each) for each in found.get("approvals", one))


def _broadcast(found: Mapping[str, Any]) -> Broadcast:
    return Broadcast(
        found["_id"],
        found["brand"],
        found["name"],
        found["segment"],
        found["message"],
        timedelta(minutes=found["spread_minutes"]),
        found["drafted_by"],
        found["drafted_at"],
        State(found["state"]),
        found["approved_by"],
        found["approved_at"],
        found["ended_at"],
        found["place"],
        found["members"],
        _approvals(found),
        found.get("needed", 1),
        _comparison(found.get("comparison")),
        Winner(**winner) if (winner := found.get("winner")) else None,
        Content(**content) if (content := found.get("content")) else None,
        _change(found.get("change")),
    )


def _change(found: Mapping[str, Any] | None) -> Change | None:
    return None if found is None else Change(ChangeCause(found["cause"]), found["at"])


def _comparison(found: Mapping[str, Any] | None) -> Comparison | None:
    if found is None:
        return None
    against, metric = tuple(found["against"]), MetricKind(found["metric"])
    return Comparison(**{**found, "against": against, "metric": metric})

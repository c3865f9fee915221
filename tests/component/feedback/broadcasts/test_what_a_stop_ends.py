"""A stop ends what is with no provider, whatever became of it before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.common.clock import ManualClock
from services.common.mongo import Database, transact
from services.feedback.audience.domain import Purpose
from services.feedback.audience.storage import COLLECTION as MEMBERS
from services.feedback.audience.storage import member_key
from services.feedback.broadcasts.domain.broadcast import STOPPED_CHECK, Broadcast, Slice
from services.feedback.broadcasts.domain.broadcast import State as Moving
from services.feedback.broadcasts.domain.comparison import Comparison
from services.feedback.broadcasts.domain.content import ChangeCause
from services.feedback.broadcasts.storage.broadcasts import COLLECTION as BROADCASTS
from services.feedback.broadcasts.storage.broadcasts import (
    END_TIMER,
    SLICE_TIMER,
    MongoBroadcasts,
    _document,
)
from services.feedback.experiments.domain.section import MetricKind
from services.feedback.programme.domain import Text
from services.feedback.reach.domain.handing import handed
from services.feedback.reach.domain.touch import State, Touch
from services.feedback.reach.domain.wish import Occasion, Wish
from services.feedback.reach.storage.documents import to_document
from services.feedback.reach.storage.touches import COLLECTION, MongoTouches, end_open_of_broadcast
from services.feedback.reach.storage.wakings import SEND_TIMER, wakings
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import COLLECTION as TIMERS
from services.feedback.timers.storage import set_timers
from tests.component.feedback.conftest import NOON

SOON = NOON + timedelta(minutes=1)


def touch(state: State, broadcast: str = "brc_1") -> Touch:
    id_ = f"tch_{state}" if broadcast else "tch_other"
    wish = Wish(id_, "mem_1", Occasion("broadcast"), NOON, "news", broadcast=broadcast)
    return Touch(
        wish,
        NOON,
        state,
        wake_at=SOON if state in (State.WAITING, State.PUT_OFF) else None,
        message="news",
        purpose=Purpose.MARKETING,
        channel="sms",
        text=Text("好", "good"),
        decided_at=NOON,
        expires_at=NOON + timedelta(hours=24),
    )


async def test_what_is_planned_ends_and_what_a_provider_has_is_not_tried_again(
    db: Database,
) -> None:
    open_ = [touch(each) for each in (State.WAITING, State.PUT_OFF, State.PLANNED)]
    with_provider = handed(touch(State.HANDED), NOON)
    other = touch(State.PLANNED, broadcast="")
    every = [*open_, with_provider, touch(State.SENT), other]
    await db[COLLECTION].insert_many([to_document("tea", each) for each in every])
    counted = [{"id": each.id, "purpose": "marketing", "at": NOON} for each in every]
    key = member_key("tea", "mem_1")
    member = {"_id": key, "brand": "tea", "member_id": "mem_1", "counted": counted, "judged": 0}
    await db[MEMBERS].insert_one(member)
    timers = wakings("tea", every)
    await transact(db, lambda session: set_timers(db, session, timers))

    told = await transact(
        db,
        lambda session: end_open_of_broadcast(
            db, session, ("tea", "brc_1"), STOPPED_CHECK, SOON, 10
        ),
    )
    assert told == (3, True)
    touches = MongoTouches(db)
    for each in open_:
        ended = await touches.find("tea", each.id)
        assert ended is not None
        assert (ended.state, ended.checks[-1].name) == (State.REFUSED, "stopped")
        assert (ended.text, ended.wake_at, ended.send_at) == (None, None, None)
    late = await touches.find("tea", with_provider.id)
    assert late == replace(with_provider, expires_at=SOON)
    assert await touches.find("tea", other.id) == other
    # The timers and the places are those of what may still go, or is gone.
    assert await db[TIMERS].distinct("key") == [other.id]
    left = await db[MEMBERS].find_one({"_id": key}) or {}
    assert [each["id"] for each in left["counted"]] == ["tch_handed", "tch_sent", other.id]


async def test_no_provider_is_asked_for_a_touch_that_ended_meanwhile(db: Database) -> None:
    planned, ended = touch(State.PLANNED), replace(touch(State.REFUSED), decided_at=None)
    await db[COLLECTION].insert_many([to_document("tea", each) for each in (planned, ended)])
    timers = [Timer("tea", SEND_TIMER, each.id, NOON) for each in (planned, ended)]
    await transact(db, lambda session: set_timers(db, session, timers))
    marked = [("tea", handed(each, NOON)) for each in (planned, ended)]
    taken, mine = await MongoTouches(db).mark_handed(timers, marked, SOON)
    assert sorted(each.key for each in taken) == sorted((planned.id, ended.id))
    assert mine == {planned.id}


async def test_one_that_a_change_stops_ends_what_was_not_handed_over(db: Database) -> None:
    unused: Any = None
    kept = MongoBroadcasts(db, unused, unused, ManualClock(NOON), unused)
    compares = Comparison(("other",), 0, 100, MetricKind.ORDER_RATE, 7)
    sending = Broadcast(
        *("brc_1", "tea", "News", "vip", "news", timedelta(), "ann", NOON),
        state=Moving.SENDING,
        comparison=compares,
    )
    await db[BROADCASTS].insert_one(_document(sending))
    slice_timer = Timer("tea", SLICE_TIMER, "brc_1", NOON)
    await transact(db, lambda session: set_timers(db, session, [slice_timer]))
    stopped = sending.changed(ChangeCause.SIZE, NOON)
    assert await kept.go_through(slice_timer, sending, stopped, Slice(()))
    assert await kept.find("tea", "brc_1") == stopped
    assert await db[TIMERS].distinct("kind") == [END_TIMER]

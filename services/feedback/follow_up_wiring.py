"""How the room `follow_up` is put together; `wiring.py` adds it to the service."""

from collections.abc import Callable
from functools import partial

import grpc

from services.common.clock import Clock
from services.common.follower import Follower
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.watch import Feed
from services.feedback.follow_up.api.events import ITEM_EVENT, follow_items, item_changes
from services.feedback.follow_up.api.follow_up import FollowUpServicer
from services.feedback.follow_up.api.member_events import MEMBER_EVENT, follow_members
from services.feedback.follow_up.api.messages import FixWire
from services.feedback.follow_up.commands.fixing import FixDesk, tell_reporters
from services.feedback.follow_up.commands.measuring import (
    MeasureContext,
    choose_cohorts,
    measure_effects,
)
from services.feedback.follow_up.commands.telling import ASK_TIMER, FollowUpContext, ask_due
from services.feedback.follow_up.storage.activity_days import MongoActivityDays
from services.feedback.follow_up.storage.asks import MongoAsks
from services.feedback.follow_up.storage.cohorts import INDEXES as COHORT_INDEXES
from services.feedback.follow_up.storage.cohorts import MongoCohorts
from services.feedback.follow_up.storage.fixes import COHORT_TIMER, EFFECT_TIMER, MongoFixes
from services.feedback.follow_up.storage.fixes import INDEXES as FIX_INDEXES
from services.feedback.follow_up.storage.fixes import TIMER as FIX_TIMER
from services.feedback.programme.commands import Programmes
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.timers.commands import Effect, TimerJob
from services.feedback.timers.storage import MongoTimers
from tessera.feedback.v1 import follow_up_pb2_grpc
from tessera.members.v1 import events_pb2, events_pb2_grpc

INDEXES = {**FIX_INDEXES, **COHORT_INDEXES}


def wire_follow_up(
    db: Database,
    members: grpc.aio.Channel,
    feed: Feed,
    programmes: Programmes,
    stands_for: Callable[[str, str], str],
    clock: Clock,
    page_secret: bytes,
) -> RoomParts:
    """The room put together: it follows items, asks members whether a solution helped, and tells
    those who reported what is fixed, and measures what came of it."""
    ctx = FollowUpContext(MongoTouches(db), MongoAsks(db), programmes, stands_for, clock)
    following = Follower(
        "follow_up", db, partial(item_changes, feed), ITEM_EVENT, follow_items(ctx)
    )
    days = MongoActivityDays(db)
    measuring = MeasureContext(MongoCohorts(db), days, programmes, clock)
    stub = events_pb2_grpc.EventsStub(members)
    active = Follower(
        "follow_up_days",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        MEMBER_EVENT,
        follow_members(measuring, days),
    )
    fixes = MongoFixes(db, FixWire(), clock)
    effects: dict[str, Effect] = {
        ASK_TIMER: partial(ask_due, ctx),
        FIX_TIMER: partial(tell_reporters, fixes, clock),
        COHORT_TIMER: partial(choose_cohorts, measuring),
        EFFECT_TIMER: partial(measure_effects, measuring),
    }
    timers = TimerJob(MongoTimers(db), effects, clock)
    servicer = FollowUpServicer(FixDesk(fixes, clock), page_secret)
    return RoomParts(
        [partial(follow_up_pb2_grpc.add_FollowUpServicer_to_server, servicer)],
        [following.run, active.run, timers.run],
    )

"""How the room `follow_up` is put together; `wiring.py` adds it to the service."""

from collections.abc import Callable
from functools import partial

from services.common.clock import Clock
from services.common.follower import Follower
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.watch import Feed
from services.feedback.follow_up.api.events import ITEM_EVENT, follow_items, item_changes
from services.feedback.follow_up.commands.telling import ASK_TIMER, FollowUpContext, ask_due
from services.feedback.follow_up.storage.asks import MongoAsks
from services.feedback.programme.commands import Programmes
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers


def wire_follow_up(
    db: Database,
    feed: Feed,
    programmes: Programmes,
    stands_for: Callable[[str, str], str],
    clock: Clock,
) -> RoomParts:
    """The room put together: it follows items, and asks members whether a solution helped."""
    ctx = FollowUpContext(MongoTouches(db), MongoAsks(db), programmes, stands_for, clock)
    following = Follower(
        "follow_up", db, partial(item_changes, feed), ITEM_EVENT, follow_items(ctx)
    )
    timers = TimerJob(MongoTimers(db), {ASK_TIMER: partial(ask_due, ctx)}, clock)
    return RoomParts([], [following.run, timers.run])

"""How attachments are checked; `wiring.py` adds it to the service."""

from functools import partial

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.feedback.items.commands.check_attachments import (
    CheckingContext,
    Uploads,
    check_attachments,
)
from services.feedback.items.storage.attachments import MongoAnnounced
from services.feedback.items.storage.collections import ATTACHMENT_TIMER
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers


def wire_attachments(
    db: Database, store: MongoFeedbackStore, uploads: Uploads | None, bytes_max: int, clock: Clock
) -> RoomParts:
    """Its timers fire by themselves: a slow store holds up no clock of an item."""
    ctx = CheckingContext(MongoAnnounced(db, store), uploads, bytes_max, clock)
    job = TimerJob(MongoTimers(db), {ATTACHMENT_TIMER: partial(check_attachments, ctx)}, clock)
    return RoomParts([], [job.run])

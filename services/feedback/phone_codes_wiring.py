"""How phone codes are put together; `wiring.py` adds them to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.feedback.phone_codes.adapters import MembersCodes
from services.feedback.phone_codes.commands import (
    CODE_TIMER,
    Provider,
    SendingContext,
    send_codes,
)
from services.feedback.phone_codes.storage import MongoCodeTimers
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers

NAME = "feedback"


def wire_phone_codes(
    settings: ServerSettings,
    db: Database,
    members: grpc.aio.Channel,
    providers: Provider,
    clock: Clock,
) -> tuple[RoomParts, SendingContext]:
    """The room put together, and what plans codes for it. Its timers fire by themselves: a slow
    provider of SMS holds up nothing else."""
    codes = MembersCodes(members, TokenIssuer(settings.keys_dir), NAME)
    ctx = SendingContext(MongoCodeTimers(db), codes, providers, clock)
    job = TimerJob(MongoTimers(db), {CODE_TIMER: partial(send_codes, ctx)}, clock)
    return RoomParts([], [job.run]), ctx

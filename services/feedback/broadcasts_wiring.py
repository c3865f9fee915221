"""How broadcasts are put together; `wiring.py` adds them to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.common.written_once import TextWire
from services.feedback.broadcasts.adapters import MembersSegments
from services.feedback.broadcasts.api.broadcasts import BroadcastsServicer
from services.feedback.broadcasts.api.messages import BroadcastWire
from services.feedback.broadcasts.commands.desk import BroadcastDesk
from services.feedback.broadcasts.commands.sending import end_open, send_slices
from services.feedback.broadcasts.storage.broadcasts import END_TIMER, SLICE_TIMER, MongoBroadcasts
from services.feedback.broadcasts.storage.broadcasts import INDEXES as INDEXES
from services.feedback.experiments.api.messages import ExperimentNewsWire
from services.feedback.experiments.storage.news import ExperimentNews
from services.feedback.reach.commands.context import ReachContext
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from tessera.feedback.v1 import broadcasts_pb2_grpc

NAME = "feedback"


def broadcast_desk(
    settings: ServerSettings, reach: ReachContext, db: Database, members: grpc.aio.Channel
) -> BroadcastDesk:
    """What drafts and sends broadcasts."""
    news = ExperimentNews(Feed(db), ExperimentNewsWire(), reach.clock)
    store = MongoBroadcasts(db, BroadcastWire(), TextWire(), reach.clock, news)
    segments = MembersSegments(members, TokenIssuer(settings.keys_dir), NAME)
    return BroadcastDesk(store, segments, reach)


def wire_broadcasts(
    settings: ServerSettings,
    reach: ReachContext,
    db: Database,
    members: grpc.aio.Channel,
    page_secret: bytes,
) -> RoomParts:
    """The room put together. Its timers fire by themselves: while members is away, all else that
    is due goes on."""
    desk = broadcast_desk(settings, reach, db, members)
    effects = {SLICE_TIMER: partial(send_slices, desk), END_TIMER: partial(end_open, desk)}
    servicer = BroadcastsServicer(desk, page_secret)
    return RoomParts(
        [partial(broadcasts_pb2_grpc.add_BroadcastsServicer_to_server, servicer)],
        [TimerJob(MongoTimers(db), effects, reach.clock).run],
    )

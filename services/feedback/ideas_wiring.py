"""How the room `ideas` is put together; `wiring.py` adds it to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.clock import Clock
from services.common.lease import Lease
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.feedback.audience.storage import MongoAudience
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.ideas.adapters import MembersActivities
from services.feedback.ideas.api.ideas import IdeasServicer
from services.feedback.ideas.api.messages import IdeaWire
from services.feedback.ideas.api.trials import TrialsServicer
from services.feedback.ideas.commands.context import IdeasContext
from services.feedback.ideas.commands.jobs import IdeaJob
from services.feedback.ideas.storage.collections import INDEXES as INDEXES
from services.feedback.ideas.storage.ideas import MongoIdeas
from services.feedback.programme.commands import Programmes
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.recorded_activities import RecordedActivities
from tessera.feedback.v1 import ideas_pb2_grpc

NAME = "feedback"


def wire_ideas(
    settings: ServerSettings,
    db: Database,
    members: grpc.aio.Channel,
    feed: Feed,
    programmes: Programmes,
    member_facts: MemberFacts,
    clock: Clock,
    page_secret: bytes,
    *,
    pause_s: float,
) -> RoomParts:
    """The room put together. `pause_s` passes between looks for what is to be told."""
    store = MongoIdeas(db, feed, IdeaWire(), clock)
    ctx = IdeasContext(store, programmes, MongoAudience(db), member_facts, clock)
    recorded = RecordedActivities(members, TokenIssuer(settings.keys_dir), NAME)
    activities = MembersActivities(recorded)
    job = IdeaJob(ctx, MongoTouches(db), activities, Lease(db, "ideas"), pause_s)
    ideas, trials = IdeasServicer(ctx, page_secret), TrialsServicer(ctx, page_secret)
    return RoomParts(
        [
            partial(ideas_pb2_grpc.add_IdeasServicer_to_server, ideas),
            partial(ideas_pb2_grpc.add_TrialsServicer_to_server, trials),
        ],
        [job.run],
    )

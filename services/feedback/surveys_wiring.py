"""How the room `surveys` is put together; `wiring.py` adds it to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.clock import Clock
from services.common.follower import Follower
from services.common.lease import Lease
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.recorded_activities import RecordedActivities
from services.feedback.surveys.adapters import MembersActivities
from services.feedback.surveys.api import follow
from services.feedback.surveys.api.messages import SurveyWire
from services.feedback.surveys.api.surveys import SurveysServicer
from services.feedback.surveys.commands.context import SurveysContext
from services.feedback.surveys.commands.jobs import LeasedJob, tell_answers
from services.feedback.surveys.commands.offering import go_round
from services.feedback.surveys.storage.offers import INDEXES as INDEXES
from services.feedback.surveys.storage.offers import MongoSurveys
from tessera.feedback.v1 import surveys_pb2_grpc
from tessera.members.v1 import events_pb2, events_pb2_grpc

NAME = "feedback"
ROUNDS_PAUSE_S = 30.0
"""How long a month's round of surveys may wait after its day began."""


def wire_surveys(
    settings: ServerSettings,
    db: Database,
    members: grpc.aio.Channel,
    feed: Feed,
    programmes: Programmes,
    member_facts: MemberFacts,
    clock: Clock,
    page_secret: bytes,
    *,
    telling_pause_s: float,
) -> RoomParts:
    """The room put together. `telling_pause_s` passes between looks for answers to be told."""
    store = MongoSurveys(db, feed, SurveyWire(), clock)
    ctx = SurveysContext(store, programmes, member_facts, clock)
    stub = events_pb2_grpc.EventsStub(members)
    of_members = Follower(
        "surveys",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        follow.MEMBER_EVENT,
        follow.follow_members(ctx),
    )
    of_items = Follower(
        "surveys_items",
        db,
        partial(follow.item_changes, feed),
        follow.ITEM_EVENT,
        follow.follow_items(ctx),
    )
    recorded = RecordedActivities(members, TokenIssuer(settings.keys_dir), NAME)
    activities = MembersActivities(recorded)
    tell = partial(tell_answers, store, activities, clock)
    telling = LeasedJob("telling", tell, Lease(db, "survey_answers"), telling_pause_s)
    lease = Lease(db, "survey_rounds")
    rounds = LeasedJob("rounds", partial(go_round, ctx, lease.acquire), lease, ROUNDS_PAUSE_S)
    servicer = SurveysServicer(ctx, page_secret)
    return RoomParts(
        [partial(surveys_pb2_grpc.add_SurveysServicer_to_server, servicer)],
        [of_members.run, of_items.run, telling.run, rounds.run],
    )

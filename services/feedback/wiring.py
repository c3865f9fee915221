"""How feedback is put together: storage, rooms and followers; read top to bottom."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import grpc

from services.common import idempotency, mongo, pagination, server
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.clock import Clock
from services.common.follower import Follower
from services.common.mongo import ASCENDING, Database, IndexModel
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.feedback.items.api.events import EventsServicer
from services.feedback.items.api.feedback_items import FeedbackItemsServicer
from services.feedback.items.api.messages import FeedbackWire
from services.feedback.items.commands.route_new import route_new
from services.feedback.items.storage.items import INDEXES, MongoFeedbackStore
from services.feedback.programme.api import keeping_programmes
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication
from services.feedback.programme.storage import MongoProgrammeStore
from tessera.feedback.v1 import feedback_pb2, feedback_pb2_grpc
from tessera.members.v1 import events_pb2, events_pb2_grpc

NAME = "feedback"


PROTO_SERVICES = [
    feedback_pb2.DESCRIPTOR.services_by_name[name].full_name for name in ("FeedbackItems", "Events")
]


ROUTE_PAUSE_S = 5.0
"""Between looks at NEW items; a programme that arrives is not waited for."""


@dataclass(frozen=True, kw_only=True)
class Settings(ServerSettings):
    """What feedback needs beside the usual."""

    mongo_db: str = NAME
    members_address: str = "127.0.0.1:50051"


async def migrate(db: Database) -> None:
    """Build the indexes that are missing, and with them the collections."""
    # The first transactions would otherwise make it, each against the others.
    requests = {idempotency.COLLECTION: [IndexModel([("_id", ASCENDING)])]}
    await mongo.ensure_indexes(db, {**INDEXES, **Feed(db).indexes(), **requests})


def connect_members(settings: Settings) -> grpc.aio.Channel:
    """A channel to members, on which feedback acts for all brands."""
    issuer = TokenIssuer(settings.keys_dir)
    caller = Caller(ALL_BRANDS, NAME, Role.SERVICE)
    return connect(settings.members_address, issuer_token=issuer.source(caller))


def wire(settings: Settings, db: Database, members: grpc.aio.Channel, clock: Clock) -> server.Parts:
    """Everything put together, as `server.start` and `server.serve` take it."""
    feed = Feed(db)
    published = MongoProgrammeStore(db)
    programmes = Programmes(published)
    store = MongoFeedbackStore(db, feed, FeedbackWire(), clock)
    items = FeedbackItemsServicer(
        store, programmes, clock, pagination.secret(settings.keys_dir, NAME)
    )
    came = asyncio.Event()

    async def keep(publication: Publication) -> None:
        await published.keep(publication)
        came.set()

    async def route() -> None:
        while True:
            came.clear()
            await route_new(store, published, programmes, clock)
            with suppress(TimeoutError):
                async with asyncio.timeout(ROUTE_PAUSE_S):
                    await came.wait()

    stub = events_pb2_grpc.EventsStub(members)
    follower = Follower(
        "members",
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        keeping_programmes(keep),
    )
    return server.Parts(
        name=NAME,
        settings=settings,
        register=[
            partial(feedback_pb2_grpc.add_FeedbackItemsServicer_to_server, items),
            partial(feedback_pb2_grpc.add_EventsServicer_to_server, EventsServicer(feed)),
        ],
        background=[follower.run, route],
        ready=partial(mongo.ping, db),
        proto_services=PROTO_SERVICES,
    )

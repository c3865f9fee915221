"""How the room `partners` is put together; `wiring.py` adds it to the service."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import grpc

from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.clock import Clock
from services.common.follower import Follower
from services.common.lease import Lease
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.setting_aside import EventKind
from services.common.settings import ServerSettings, SettingsError
from services.common.tls import client_files
from services.common.watch import Feed
from services.feedback.partners.adapters.poster import Poster
from services.feedback.partners.adapters.seal import load as load_seal
from services.feedback.partners.api import feeds, own_feed
from services.feedback.partners.api.messages import DeliveryWire, EndpointWire, ReplayWire
from services.feedback.partners.api.partners import PartnersServicer
from services.feedback.partners.api.sources import Batch, PartnerFeed
from services.feedback.partners.commands.endpoints import EndpointDesk
from services.feedback.partners.commands.operating import DeliveryDesk
from services.feedback.partners.commands.queueing import Queueing
from services.feedback.partners.commands.replaying import ReplayJob
from services.feedback.partners.commands.sending import Sender
from services.feedback.partners.commands.tidying import TidyJob
from services.feedback.partners.storage import chores, deliveries, endpoints, lanes, replays
from tessera.feedback.v1 import feedback_pb2, partners_pb2_grpc
from tessera.members.v1 import events_pb2, events_pb2_grpc
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc

INDEXES = {
    **endpoints.INDEXES,
    **chores.INDEXES,
    **deliveries.INDEXES,
    **lanes.INDEXES,
    **replays.INDEXES,
}


@dataclass(frozen=True, kw_only=True)
class PartnersSettings(ServerSettings):
    """The settings of partners, beside those of every server."""

    points_address: str = "127.0.0.1:50052"
    """Host and port of points, whose postings feedback tells partners."""
    webhooks_private: bool = False
    """Whether webhooks may go to private addresses and without TLS: to try a receiver on the same
    machine. In production a process that is told so does not start."""


def connected(settings: ServerSettings, address: str, name: str) -> grpc.aio.Channel:
    """A channel to another service, on which the service `name` acts for all brands."""
    issuer = TokenIssuer(settings.keys_dir)
    caller = Caller(ALL_BRANDS, name, Role.SERVICE)
    return connect(address, issuer_token=issuer.source(caller), tls=client_files(settings))


def connect_points(settings: PartnersSettings) -> grpc.aio.Channel:
    """A channel to points, on which feedback acts for all brands."""
    return connected(settings, settings.points_address, "feedback")


def members_feed(members: grpc.aio.Channel) -> PartnerFeed[events_pb2.Event]:
    """The feed of members."""
    stub: events_pb2_grpc.EventsAsyncStub = events_pb2_grpc.EventsStub(members)

    def watch(token: str, since: datetime | None) -> Any:
        return stub.Watch(_from(events_pb2.WatchRequest(after=token), since))

    kind: EventKind[events_pb2.Event] = EventKind(
        id=lambda event: event.id,
        brand=lambda event: event.brand,
        members=lambda event: (event.member_id,) if event.member_id else (),
        write=lambda event: event.SerializeToString(),
        read=events_pb2.Event.FromString,
    )
    return PartnerFeed(watch, feeds.of_members, kind)


def points_feed(points: grpc.aio.Channel) -> PartnerFeed[ledger_pb2.Posting]:
    """The feed of points."""
    stub: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(points)

    async def watch(token: str, since: datetime | None) -> AsyncGenerator[Batch, None]:
        call = stub.Watch(_from(ledger_pb2.WatchRequest(after=token), since))
        try:
            async for answer in call:
                yield Batch(answer.postings, answer.token)
        finally:
            call.cancel()

    kind: EventKind[ledger_pb2.Posting] = EventKind(
        id=lambda posting: posting.id,
        brand=lambda posting: posting.brand,
        members=feeds.members_of,
        write=lambda posting: posting.SerializeToString(),
        read=ledger_pb2.Posting.FromString,
    )
    return PartnerFeed(watch, feeds.of_points, kind)


def feedback_feed(feed: Feed) -> PartnerFeed[feedback_pb2.Event]:
    """The service's own feed."""

    async def watch(token: str, since: datetime | None) -> AsyncGenerator[Batch, None]:
        from_now = not token and since is None
        watching = feed.watch(token, brand=None, from_now=from_now, since=since)
        async with aclosing(watching) as arrivals:
            async for arrived in arrivals:
                events = [feedback_pb2.Event.FromString(event.payload) for event in arrived.events]
                yield Batch(events, arrived.token)

    kind: EventKind[feedback_pb2.Event] = EventKind(
        id=lambda event: event.id,
        brand=lambda event: event.brand,
        members=lambda event: (event.member_id,) if event.member_id else (),
        write=lambda event: event.SerializeToString(),
        read=feedback_pb2.Event.FromString,
    )
    return PartnerFeed(watch, own_feed.of_feedback, kind)


def _from(request: Any, since: datetime | None) -> Any:
    """`request` where it has no token: of an instant, or of the present."""
    if since is not None:
        request.since.FromDatetime(since)
    elif not request.after:
        request.from_now = True
    return request


def poster_of(settings: PartnersSettings) -> Poster:
    """What posts webhooks. Raises SettingsError where production would let them go anywhere."""
    if settings.webhooks_private and settings.environment == "production":
        raise SettingsError(
            "TESSERA_WEBHOOKS_PRIVATE lets webhooks reach the inside of your network: it is for"
            " TESSERA_ENVIRONMENT=development"
        )
    return Poster(private=settings.webhooks_private)


def wire_partners(
    settings: PartnersSettings,
    db: Database,
    feed: Feed,
    members: grpc.aio.Channel,
    points: grpc.aio.Channel,
    clock: Clock,
    page_secret: bytes,
) -> RoomParts:
    """The room put together. Raises SettingsError."""
    poster = poster_of(settings)
    seal = load_seal(settings.keys_dir, settings.environment)
    kept = endpoints.MongoEndpoints(db, EndpointWire(), clock)
    queue = deliveries.MongoDeliveries(db, DeliveryWire(), clock)
    past = replays.MongoReplays(db, ReplayWire(), clock)
    sender = Sender(lanes.MongoLanes(db), queue, kept, poster, seal, clock)
    queueing = Queueing(kept, queue, clock, sender.wake)
    followed: dict[str, PartnerFeed[Any]] = {
        "members": members_feed(members),
        "points": points_feed(points),
        "feedback": feedback_feed(feed),
    }
    followers = [
        Follower(
            f"partners/{name}",
            db,
            each.source(kept.oldest),
            each.kind,
            each.handler(queueing.take),
        )
        for name, each in followed.items()
    ]
    replaying = ReplayJob(
        past, list(followed.values()), Lease(db, "partners/replays"), clock, sender.wake
    )
    tidying = TidyJob(chores.MongoChores(db), Lease(db, "partners/chores"), clock)
    overview = _Overview(queue, past)
    servicer = PartnersServicer(
        EndpointDesk(kept, overview, seal, clock, settings.webhooks_private),
        DeliveryDesk(kept, queue, past, clock, sender.wake),
        page_secret,
    )
    return RoomParts(
        [partial(partners_pb2_grpc.add_PartnersServicer_to_server, servicer)],
        [*(each.run for each in followers), sender.run, replaying.run, tidying.run],
    )


@dataclass(frozen=True, slots=True)
class _Overview:
    """Implements `partners.commands.endpoints.Overview` by two storages."""

    queue: deliveries.MongoDeliveries
    past: replays.MongoReplays

    async def counts(self, endpoint_id: str) -> tuple[int, int]:
        return await self.queue.counts(endpoint_id)

    async def replays(self, endpoint_id: str) -> Sequence[Any]:
        return await self.past.replays(endpoint_id)

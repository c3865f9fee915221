"""How the room `insight` is put together; `wiring.py` adds it to the service."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

import grpc

from services.common import mongo
from services.common.clock import Clock
from services.common.follower import COLLECTION, Follower
from services.common.lease import Lease
from services.common.leased_job import run_leased
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.telemetry import log
from services.common.watch import Feed
from services.feedback.insight.api import follow
from services.feedback.insight.api.insight import InsightServicer
from services.feedback.insight.commands.counting import Counting
from services.feedback.insight.commands.delivering import ReportDesk, deliver_due
from services.feedback.insight.commands.messages_out import take_messages_out
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.commands.taking import Taking
from services.feedback.insight.commands.telling import tell_all
from services.feedback.insight.storage import (
    acquired,
    buckets,
    contents,
    gone_out,
    happenings,
    todos,
    told,
)
from services.feedback.insight.storage.credits import INDEXES as CREDIT_INDEXES
from services.feedback.insight.storage.credits import MongoCredits
from services.feedback.insight.storage.outcomes import MongoOutcomes
from services.feedback.journeys.commands.context import JourneysContext
from services.feedback.programme.commands import Programmes
from services.feedback.surveys.api.follow import item_changes
from tessera.feedback.v1 import insight_pb2_grpc
from tessera.members.v1 import events_pb2, events_pb2_grpc

INDEXES = mongo.joined(
    *(happenings.INDEXES, buckets.INDEXES, acquired.INDEXES, told.INDEXES, todos.INDEXES),
    *(CREDIT_INDEXES, gone_out.INDEXES),
)
OF_MEMBERS, OF_ITEMS = "insight", "insight_items"
TELLING_PAUSE_S = 60.0

_log = log("feedback.insight")


class FollowedOffers(follow.Offers, Protocol):
    """The room of next offers, as far as insight carries it."""

    async def learn_all(self) -> None: ...


def insight_context(db: Database, programmes: Programmes, clock: Clock) -> InsightContext:
    """What the commands of insight share."""
    return InsightContext(
        happenings.MongoHappenings(db),
        buckets.MongoBuckets(db),
        MongoCredits(db),
        told.MongoTold(db, clock),
        told.MongoHeard(db[COLLECTION], (OF_MEMBERS, OF_ITEMS, gone_out.NAME)),
        acquired.MongoAcquisition(db, clock),
        contents.MongoContents(db),
        todos.MongoTodos(db, clock),
        programmes,
        clock,
    )


def wire_insight(
    ctx: InsightContext,
    db: Database,
    members: grpc.aio.Channel,
    feed: Feed,
    page_secret: bytes,
    offers: FollowedOffers,
    journeys: JourneysContext,
    *,
    pause_s: float,
    looking: Callable[[MongoOutcomes], Callable[[], Awaitable[None]]],
    delivering: ReportDesk,
) -> RoomParts:
    """The room put together. `pause_s` passes between looks for days to be counted again.

    The job of `looking` at experiments is done by the one that tells, for one lease of all.
    `offers` hears of orders by this room's follower, and learns in that job too. Thresholds pause
    `journeys`. Messages of reports go by `delivering`, in the same job.
    """
    look_at_experiments = looking(MongoOutcomes(db, ctx.heard.heard_at))
    taking = Taking(ctx.happenings, ctx.clock)
    stub = events_pb2_grpc.EventsStub(members)
    of_members = Follower(
        OF_MEMBERS,
        db,
        lambda token: stub.Watch(events_pb2.WatchRequest(after=token)),
        follow.MEMBER_EVENT,
        follow.follow_members(taking, offers),
    )
    of_items = Follower(
        OF_ITEMS,
        db,
        partial(item_changes, feed),
        follow.ITEM_EVENT,
        follow.follow_items(taking),
    )
    counting_lease = Lease(db, "insight/counting")
    counting = Counting(ctx, timedelta(seconds=pause_s), counting_lease.acquire)
    messages_out = gone_out.MongoGoneOut(db)
    of_members_heard = told.MongoHeard(db[COLLECTION], (OF_MEMBERS,))

    async def take_and_count() -> None:
        await take_messages_out(
            taking, messages_out, of_members_heard, ctx.clock, counting_lease.acquire
        )
        await counting.count_due()

    count = partial(
        run_leased,
        take_and_count,
        counting_lease,
        pause_s,
        _log,
        "insight_not_counted",
    )

    async def tell_and_look() -> None:
        await tell_all(ctx, journeys)
        await deliver_due(ctx, delivering)
        await look_at_experiments()
        await offers.learn_all()

    tell = partial(
        run_leased,
        tell_and_look,
        Lease(db, "insight/telling"),
        min(TELLING_PAUSE_S, 4 * pause_s),
        _log,
        "insight_not_told",
    )
    servicer = InsightServicer(ctx, page_secret)
    return RoomParts(
        [partial(insight_pb2_grpc.add_InsightServicer_to_server, servicer)],
        [of_members.run, of_items.run, count, tell],
    )

"""How journeys are put together; `wiring.py` adds them to the service."""

from collections.abc import Sequence
from functools import partial

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.feedback.experiments.commands.context import ExperimentsContext
from services.feedback.journeys.api.journeys import JourneysServicer
from services.feedback.journeys.api.messages import PausedWire
from services.feedback.journeys.commands.context import JourneysContext
from services.feedback.journeys.commands.doing import DoingContext, Doors, do_due
from services.feedback.journeys.commands.taking import take
from services.feedback.journeys.commands.waking import go_on, wake_due
from services.feedback.journeys.storage.deeds import DEED_TIMER, MongoDeeds
from services.feedback.journeys.storage.entries import (
    INDEXES,
    RESUME_TIMER,
    STEP_TIMER,
    MongoEntries,
)
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.wishing import Happened, wish
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from tessera.feedback.v1 import journeys_pb2_grpc

__all__ = ["INDEXES", "Followed", "wire_journeys"]


class Followed:
    """Acts on what reach hears of members: messages of the matrix first, then journeys."""

    def __init__(self, ctx: JourneysContext, entries: MongoEntries, db: Database) -> None:
        self._ctx = ctx
        self._entries = entries
        self._experiments = ctx.experiments.store
        self._touches = MongoTouches(db)

    async def take(self, happened: Sequence[Happened]) -> None:
        await wish(self._ctx.reach, happened)
        await take(self._ctx, happened)

    async def forget(self, brand: str, member_id: str) -> None:
        await self._touches.forget(brand, member_id)
        await self._entries.forget(brand, member_id)

    async def merge(self, brand: str, loser: str, survivor: str) -> None:
        await self._touches.merge(brand, loser, survivor)
        await self._entries.merge(brand, loser, survivor)
        await self._experiments.merge(brand, loser, survivor)

    async def part(self, brand: str, member_id: str) -> None:
        await self._touches.part(brand, member_id)


def wire_journeys(
    reach: ReachContext,
    experiments: ExperimentsContext,
    db: Database,
    clock: Clock,
    page_secret: bytes,
    doors: Doors,
) -> tuple[RoomParts, Followed, JourneysContext]:
    """The room put together, what acts for it on the feed that reach follows, and what its commands
    share."""
    entries = MongoEntries(db, PausedWire(), clock)
    ctx = JourneysContext(entries, reach, experiments)
    effects = {STEP_TIMER: partial(wake_due, ctx), RESUME_TIMER: partial(go_on, ctx)}
    doing = DoingContext(MongoDeeds(db), doors, clock)
    servicer = JourneysServicer(ctx, page_secret)
    parts = RoomParts(
        [partial(journeys_pb2_grpc.add_JourneysServicer_to_server, servicer)],
        [
            TimerJob(MongoTimers(db), effects, clock).run,
            # By itself: while points or members is away, members go on.
            TimerJob(MongoTimers(db), {DEED_TIMER: partial(do_due, doing)}, clock).run,
        ],
    )
    return parts, Followed(ctx, entries, db), ctx

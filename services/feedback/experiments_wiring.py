"""How experiments are put together; `wiring.py` adds them to the service."""

from collections.abc import Awaitable, Callable
from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.feedback.audience.storage import MongoAudience
from services.feedback.experiments.adapters import LedgerPoints
from services.feedback.experiments.api.experiments import ExperimentsServicer
from services.feedback.experiments.api.messages import ExperimentNewsWire, RunningWire
from services.feedback.experiments.commands.context import ExperimentsContext
from services.feedback.experiments.commands.looking import Looking
from services.feedback.experiments.commands.ports import Outcomes
from services.feedback.experiments.storage.experiments import INDEXES, MongoExperiments
from services.feedback.experiments.storage.news import ExperimentNews
from services.feedback.programme.commands import Programmes
from tessera.feedback.v1 import experiments_pb2_grpc

__all__ = ["INDEXES", "experiments_context", "looking_job", "wire_experiments"]
NAME = "feedback"


def experiments_context(db: Database, programmes: Programmes, clock: Clock) -> ExperimentsContext:
    """What the commands of experiments share."""
    news = ExperimentNews(Feed(db), ExperimentNewsWire(), clock)
    store = MongoExperiments(db, RunningWire(), clock, news)
    return ExperimentsContext(store, MongoAudience(db), programmes, clock)


def wire_experiments(ctx: ExperimentsContext, page_secret: bytes) -> RoomParts:
    """The room put together; its looks are a part of insight's job, which knows happenings."""
    servicer = ExperimentsServicer(ctx, page_secret)
    return RoomParts(
        [partial(experiments_pb2_grpc.add_ExperimentsServicer_to_server, servicer)], []
    )


def looking_job(
    settings: ServerSettings, ctx: ExperimentsContext, points: grpc.aio.Channel, outcomes: Outcomes
) -> Callable[[], Awaitable[None]]:
    """What looks at the experiments that are due."""
    ledger = LedgerPoints(points, TokenIssuer(settings.keys_dir), NAME)
    return Looking(ctx, outcomes, ledger).look_at_due

"""How the rooms of play are put together: check-ins, tasks, lotteries, leaderboards, events,
wake-ups.

`wiring.py` has the rest and starts both.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import grpc

from services.common.clock import Clock
from services.common.lease import Lease
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.points.brand_events.api import BrandEventsApi
from services.points.brand_events.commands.settling import EventsJob
from services.points.check_in.api import CheckInsApi
from services.points.context import PointsContext
from services.points.earning.api import EarningApi
from services.points.leaderboards.api.leaderboards import LeaderboardsApi
from services.points.leaderboards.commands.counting import Counting
from services.points.leaderboards.commands.keeping import WALL, Keeper, KeepingJob
from services.points.leaderboards.commands.reading import Reading
from services.points.leaderboards.commands.verifying import Verifying
from services.points.leaderboards.storage.postings import MongoLedgerPostings
from services.points.leaderboards.storage.sheets import RedisSheets
from services.points.ledger.commands.ledger import ID_PREFIX
from services.points.ledger.domain.chart_of_accounts import DRAW_PREFIX, REDEEMED, WAKE_UPS_PREFIX
from services.points.lottery import adapters as lottery_keys
from services.points.lottery.api import LotteriesApi
from services.points.lottery.commands.seeds import LotteryContext, commit_always
from services.points.programme.commands import Programmes
from services.points.statements.commands.house_sums import HouseSums
from services.points.statements.domain.rule_attribution import rules_said_in
from services.points.tasks.api import TasksApi
from services.points.wake_up.api import WakeUpsApi
from services.points.wake_up.commands.waking_job import WakingJob
from services.points.wake_up.storage import MongoSleepers
from tessera.points.v1 import (
    brand_events_pb2,
    brand_events_pb2_grpc,
    check_ins_pb2,
    check_ins_pb2_grpc,
    leaderboards_pb2,
    leaderboards_pb2_grpc,
    lotteries_pb2,
    lotteries_pb2_grpc,
    wake_ups_pb2,
    wake_ups_pb2_grpc,
)

PROTO_FILES = (check_ins_pb2, lotteries_pb2, leaderboards_pb2, brand_events_pb2, wake_ups_pb2)


@dataclass(frozen=True, slots=True)
class PlayParts:
    """What play brings to the service: servicers, jobs, and parts of the wallet by name."""

    register: list[Callable[[grpc.aio.Server], None]]
    background: list[Callable[[], Awaitable[None]]]
    wallet: Mapping[str, Any]


def boards_keeper(
    settings: ServerSettings, db: Database, programmes: Programmes, clock: Clock
) -> Keeper:
    """What keeps leaderboards."""
    counting = Counting(MongoLedgerPostings(db, ID_PREFIX), rules_said_in, clock)
    return Keeper(RedisSheets(settings.redis_url, db.name), counting, programmes)


def boards_lease(db: Database) -> Lease:
    """Whose worker keeps leaderboards."""
    return Lease(db, "points.leaderboards")


def boards_verifier(keeper: Keeper) -> Verifying:
    """What compares leaderboards with the ledger."""
    return Verifying(keeper.sheets, keeper.counting, keeper.programmes, WALL)


def wire_play(
    settings: ServerSettings,
    db: Database,
    ctx: PointsContext,
    keeper: Keeper,
    earning: EarningApi,
    houses: HouseSums,
    secret: bytes,
) -> PlayParts:
    """The rooms of play, put together."""
    check_ins = CheckInsApi(ctx, earning.award)
    play = TasksApi(ctx)
    boards = LeaderboardsApi(Reading(keeper.sheets, ctx.programmes, ctx.clock), secret)
    draws = LotteryContext(ctx, lottery_keys.load(settings.keys_dir, settings.environment))
    draw_sums = partial(houses.credited, house=REDEEMED, prefix=DRAW_PREFIX)
    lotteries = LotteriesApi(draws, draw_sums, secret)
    events = BrandEventsApi(ctx, earning.award, secret)
    woken = partial(houses.credited, house=REDEEMED, prefix=WAKE_UPS_PREFIX)
    wake_ups = WakeUpsApi(ctx, woken, secret)
    return PlayParts(
        register=[
            partial(check_ins_pb2_grpc.add_CheckInsServicer_to_server, check_ins),
            partial(lotteries_pb2_grpc.add_LotteriesServicer_to_server, lotteries),
            partial(leaderboards_pb2_grpc.add_LeaderboardsServicer_to_server, boards),
            partial(brand_events_pb2_grpc.add_BrandEventsServicer_to_server, events),
            partial(wake_ups_pb2_grpc.add_WakeUpsServicer_to_server, wake_ups),
        ],
        background=[
            partial(commit_always, draws),
            KeepingJob(keeper, boards_lease(db)).run,
            EventsJob(ctx, Lease(db, "points.brand_events")).run,
            WakingJob(ctx, MongoSleepers(db), Lease(db, "points.wake_up")).run,
        ],
        wallet={
            "check_ins": check_ins.statuses,
            "tasks": play.tasks,
            "streaks": play.streaks,
            "wake_up": wake_ups.statuses,
        },
    )

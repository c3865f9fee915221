"""The points service as production wires it, beside a members feed and a real MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common import server
from services.common.auth import Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.points.lottery import adapters as lottery_keys
from services.points.wiring import Settings, connect_members, migrate, wire
from tessera.members.v1 import events_pb2_grpc, programmes_pb2_grpc
from tessera.points.v1 import (
    benefits_pb2_grpc,
    brand_events_pb2_grpc,
    check_ins_pb2_grpc,
    checkout_pb2_grpc,
    coupons_pb2_grpc,
    earning_pb2_grpc,
    grants_pb2_grpc,
    leaderboards_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    lotteries_pb2_grpc,
    merges_pb2_grpc,
    refunds_pb2_grpc,
    rewards_pb2_grpc,
    timeline_pb2_grpc,
    transfers_pb2_grpc,
    vouchers_pb2_grpc,
    wake_ups_pb2_grpc,
    wallets_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.activities import NOON, PLAIN, document
from tests.component.points.intake.members_feed import DraftsJudged, MembersFeed
from tests.databases import database_in_turn, name_in_turn  # noqa: F401 - `db` and `db_name`
from tests.scopes import EVERY_SCOPE

NOWHERE = "127.0.0.1:1"


@dataclass
class As:
    """The service's doors, for one caller."""

    channel: grpc.aio.Channel

    def __post_init__(self) -> None:
        self.benefits: benefits_pb2_grpc.BenefitsAsyncStub = benefits_pb2_grpc.BenefitsStub(
            self.channel
        )
        self.brand_events: brand_events_pb2_grpc.BrandEventsAsyncStub = (
            brand_events_pb2_grpc.BrandEventsStub(self.channel)
        )
        self.check_ins: check_ins_pb2_grpc.CheckInsAsyncStub = check_ins_pb2_grpc.CheckInsStub(
            self.channel
        )
        self.earning: earning_pb2_grpc.EarningAsyncStub = earning_pb2_grpc.EarningStub(self.channel)
        self.checkout: checkout_pb2_grpc.CheckoutAsyncStub = checkout_pb2_grpc.CheckoutStub(
            self.channel
        )
        self.coupons: coupons_pb2_grpc.CouponsAsyncStub = coupons_pb2_grpc.CouponsStub(self.channel)
        self.grants: grants_pb2_grpc.GrantsAsyncStub = grants_pb2_grpc.GrantsStub(self.channel)
        self.leaderboards: leaderboards_pb2_grpc.LeaderboardsAsyncStub = (
            leaderboards_pb2_grpc.LeaderboardsStub(self.channel)
        )
        self.lotteries: lotteries_pb2_grpc.LotteriesAsyncStub = lotteries_pb2_grpc.LotteriesStub(
            self.channel
        )
        self.merges: merges_pb2_grpc.MergesAsyncStub = merges_pb2_grpc.MergesStub(self.channel)
        self.refunds: refunds_pb2_grpc.RefundsAsyncStub = refunds_pb2_grpc.RefundsStub(self.channel)
        self.rewards: rewards_pb2_grpc.RewardsAsyncStub = rewards_pb2_grpc.RewardsStub(self.channel)
        self.timeline: timeline_pb2_grpc.TimelineAsyncStub = timeline_pb2_grpc.TimelineStub(
            self.channel
        )
        self.gifts: transfers_pb2_grpc.GiftsAsyncStub = transfers_pb2_grpc.GiftsStub(self.channel)
        self.ledger: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(self.channel)
        self.wake_ups: wake_ups_pb2_grpc.WakeUpsAsyncStub = wake_ups_pb2_grpc.WakeUpsStub(
            self.channel
        )
        self.vouchers: vouchers_pb2_grpc.VouchersAsyncStub = vouchers_pb2_grpc.VouchersStub(
            self.channel
        )
        self.wallets: wallets_pb2_grpc.WalletsAsyncStub = wallets_pb2_grpc.WalletsStub(self.channel)

    async def balance(self, owner: str, asset: str = "POINTS") -> ledger_pb2.Balance:
        name = ledger_pb2.AccountName(owner=owner, asset=asset)
        response = await self.ledger.GetBalances(ledger_pb2.GetBalancesRequest(accounts=[name]))
        return response.balances[0]

    async def give(
        self, member_id: str, points: int, request_id: str = "give", asset: str = "POINTS"
    ) -> None:
        legs = [
            ledger_pb2.Leg(owner=member_id, asset=asset, amount=points),
            ledger_pb2.Leg(owner="house:adjusted", asset=asset, amount=-points),
        ]
        await self.ledger.CreatePosting(
            ledger_pb2.CreatePostingRequest(
                request_id=f"{request_id}/{member_id}" + asset.removeprefix("POINTS"),
                kind=ledger_pb2.POSTING_KIND_ADJUST,
                legs=legs,
            )
        )


@dataclass
class Points:
    """The running service and those who call it."""

    running: server.Running
    clock: ManualClock
    issuer: TokenIssuer
    db: Database
    _opened: list[grpc.aio.Channel] = field(default_factory=list)

    def member(self, member_id: str, brand: str = "tea") -> As:
        return self.caller(Caller(brand, f"user:{member_id}", Role.MEMBER, member_id))

    def service(self, brand: str = "tea") -> As:
        return self.caller(Caller(brand, "feedback", Role.SERVICE))

    def operator(self, brand: str = "tea", *scopes: str) -> As:
        """One with every scope unless others are given: "" is one without any."""
        held = frozenset(scopes or EVERY_SCOPE) - {""}
        return self.caller(Caller(brand, "ann", Role.OPERATOR, scopes=held))

    def till(self, brand: str = "tea") -> As:
        return self.caller(Caller(brand, "pos", Role.CHANNEL))

    def caller(self, caller: Caller) -> As:
        token = self.issuer.mint(caller, timedelta(minutes=5))
        channel = connect(self.running.address, issuer_token=lambda: token)
        self._opened.append(channel)
        return As(channel)

    async def stop(self) -> None:
        for channel in self._opened:
            await channel.close()
        await self.running.stop(0)


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await true():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def started(
    db: Database, keys_dir: Path, members: str, redis_url: str = ""
) -> AsyncIterator[Points]:
    """The service on a free port, following `members`; its clock stands at a Wednesday noon."""
    await migrate(db)
    lottery_keys.make_key(keys_dir)
    settings = Settings(keys_dir=keys_dir, members_address=members, redis_url=redis_url)
    clock = ManualClock(NOON)
    async with connect_members(settings) as channel:
        running = await server.start(**wire(settings, db, channel, clock))
        points = Points(running, clock, TokenIssuer(keys_dir), db)
        try:
            yield points
        finally:
            await points.stop()


@dataclass
class Members:
    """The members feed, and where it is."""

    feed: MembersFeed
    address: str


@pytest.fixture
async def members(keys_dir: Path) -> AsyncIterator[Members]:
    feed = MembersFeed()
    judge: Any = DraftsJudged()  # type: ignore[abstract]
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: programmes_pb2_grpc.add_ProgrammesServicer_to_server(judge, s),
        ],
    )
    yield Members(feed, running.address)
    await running.stop(0)


@pytest.fixture
async def points(db: Database, keys_dir: Path, members: Members) -> AsyncIterator[Points]:
    """Points beside members: tea with its example programme, retail with one point a pound."""
    await members.feed.publish("tea", document("tea"))
    await members.feed.publish("retail", PLAIN)
    named = ("mem_ada", "mem_ann", "mem_bob", "mem_a")
    await known(members, *named, *(f"mem_{number}" for number in range(10)))
    async with started(db, keys_dir, members.address) as running:
        await followed(running, members)
        yield running


@pytest.fixture
async def crowd(points: Points, members: Members) -> None:
    """A hundred members of tea, where ten are not enough: mem_0 to mem_99."""
    await known(members, *(f"mem_{number}" for number in range(10, 100)))
    await followed(points, members)


async def known(members: Members, *member_ids: str) -> None:
    """Tell tea's members by their first tier: an enrolment bounds the days that can be made up."""
    for member_id in member_ids:
        await members.feed.change_tier("tea", member_id, "basic", 0, 100)


async def followed(points: Points, members: Members) -> None:
    """Wait until everything that the members feed sent took effect."""

    async def all_taken() -> bool:
        stored = await points.db["watch_tokens"].find_one({"_id": "members"})
        return stored is not None and int(stored["token"]) >= members.feed.sent

    await until(all_taken)


def sent(
    type_: str = "ORDER",
    *lines: types_pb2.OrderLine,
    event_id: str = "e1",
    order_id: str = "o1",
    total_minor: int = 0,
    currency: str = "CNY",
    member_id: str = "mem_ada",
    at: datetime = NOON,
) -> types_pb2.Activity:
    """An activity as a till sends it; with an order where lines or a total are given."""
    activity = types_pb2.Activity(
        channel="pos",
        event_id=event_id,
        member_id=member_id,
        type=types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{type_}"),
    )
    activity.occur_time.FromDatetime(at)
    total = total_minor or sum(line.amount_minor for line in lines)
    if total:
        activity.order.order_id = order_id
        activity.order.total.currency_code = currency
        activity.order.total.minor_units = total
        activity.order.lines.extend(lines)
    return activity


FRUIT = types_pb2.OrderLine(
    line_id="1", sku="mango", series="fresh_fruit", quantity=1, amount_minor=1800
)
MILK = types_pb2.OrderLine(
    line_id="2", sku="pearl", series="milk_tea", quantity=1, amount_minor=1800
)

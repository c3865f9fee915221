"""The feedback service as production wires it, beside a members feed and a real MongoDB."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common import server
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.feedback.partners_wiring import connect_points
from services.feedback.settings import Settings
from services.feedback.timers import commands as timer_jobs
from services.feedback.timers import storage as timer_storage
from services.feedback.wiring import connect_members, migrate, wire
from tessera.feedback.v1 import (
    broadcasts_pb2_grpc,
    experiments_pb2_grpc,
    figures_pb2_grpc,
    follow_up_pb2_grpc,
    group_posts_pb2_grpc,
    insight_pb2_grpc,
    journeys_pb2_grpc,
    offers_pb2_grpc,
    partners_pb2_grpc,
    privacy_pb2_grpc,
    reach_pb2_grpc,
    surveys_pb2_grpc,
    timeline_pb2_grpc,
)
from tessera.feedback.v1 import feedback_pb2 as pb
from tessera.feedback.v1 import feedback_pb2_grpc as pb_grpc
from tessera.members.v1 import (
    consents_pb2_grpc,
    contacts_pb2_grpc,
    events_pb2_grpc,
    members_pb2_grpc,
    phones_pb2_grpc,
)
from tessera.points.v1 import ledger_pb2_grpc
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.points_server import PointsFeedServer
from tests.databases import database_in_turn, name_in_turn  # noqa: F401 - `db` and `db_name`
from tests.example_programmes import example
from tests.scopes import EVERY_SCOPE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEA: dict[str, Any] = example("tea")
STEADY: dict[str, Any] = TEA | {
    "topics": {key: TEA["topics"][key] for key in TEA["topics"] if key != "slots"}
}
"""Its content calendar opens no topic by itself: nobody waits for what is told of that."""
NOWHERE = "127.0.0.1:1"
PAUSE_S = 0.15
"""Of each job. Ten jobs that look twenty times a second would keep a core busy."""
TIMERS_PAUSE_S = 0.1
"""Of each of a dozen timer jobs, which all look where one has something due."""


@dataclass
class Feedback:
    """The running service and its callers."""

    running: server.Running
    clock: ManualClock
    issuer: TokenIssuer
    channels: list[grpc.aio.Channel] = field(default_factory=list)
    reaching: dict[Caller, reach_pb2_grpc.ReachAsyncStub] = field(default_factory=dict)

    def member(self, member_id: str, brand: str = "tea") -> pb_grpc.FeedbackItemsAsyncStub:
        return self.items(Caller(brand, f"user:{member_id}", Role.MEMBER, member_id))

    def operator(self, brand: str = "tea", name: str = "ann") -> pb_grpc.FeedbackItemsAsyncStub:
        return self.items(Caller(brand, name, Role.OPERATOR, scopes=EVERY_SCOPE))

    def till(self, brand: str = "tea") -> pb_grpc.FeedbackItemsAsyncStub:
        return self.items(Caller(brand, "wecom", Role.CHANNEL))

    def items(self, caller: Caller) -> pb_grpc.FeedbackItemsAsyncStub:
        return pb_grpc.FeedbackItemsStub(self._channel(caller))

    def surveys(self, caller: Caller) -> surveys_pb2_grpc.SurveysAsyncStub:
        return surveys_pb2_grpc.SurveysStub(self._channel(caller))

    def figures(self, caller: Caller) -> figures_pb2_grpc.FeedbackFiguresAsyncStub:
        return figures_pb2_grpc.FeedbackFiguresStub(self._channel(caller))

    def reach(self, member_id: str = "", brand: str = "tea") -> reach_pb2_grpc.ReachAsyncStub:
        """As a member, or as an operator without one."""
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        if member_id:
            caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
        if caller not in self.reaching:
            self.reaching[caller] = reach_pb2_grpc.ReachStub(self._channel(caller))
        return self.reaching[caller]

    def timeline(self) -> timeline_pb2_grpc.TimelineAsyncStub:
        caller = Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        return timeline_pb2_grpc.TimelineStub(self._channel(caller))

    def broadcasts(self, name: str = "ann") -> broadcasts_pb2_grpc.BroadcastsAsyncStub:
        caller = Caller("tea", name, Role.OPERATOR, scopes=EVERY_SCOPE)
        return broadcasts_pb2_grpc.BroadcastsStub(self._channel(caller))

    def group_posts(self, name: str = "ann") -> group_posts_pb2_grpc.GroupPostsAsyncStub:
        caller = Caller("tea", name, Role.OPERATOR, scopes=EVERY_SCOPE)
        return group_posts_pb2_grpc.GroupPostsStub(self._channel(caller))

    def experiments(
        self,
        name: str = "ann",
        brand: str = "tea",
        member_id: str = "",
        role: Role = Role.OPERATOR,
    ) -> experiments_pb2_grpc.ExperimentsAsyncStub:
        """As an operator, as a service, or as a member."""
        caller = Caller(brand, name, role, scopes=EVERY_SCOPE)
        if member_id:
            caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
        return experiments_pb2_grpc.ExperimentsStub(self._channel(caller))

    def journeys(
        self, name: str = "ann", brand: str = "tea"
    ) -> journeys_pb2_grpc.JourneysAsyncStub:
        caller = Caller(brand, name, Role.OPERATOR, scopes=EVERY_SCOPE)
        return journeys_pb2_grpc.JourneysStub(self._channel(caller))

    def privacy(self, member_id: str) -> privacy_pb2_grpc.PrivacyAsyncStub:
        caller = Caller("tea", f"user:{member_id}", Role.MEMBER, member_id)
        return privacy_pb2_grpc.PrivacyStub(self._channel(caller))

    def events(self, brand: str = ALL_BRANDS, role: Role = Role.SERVICE) -> pb_grpc.EventsAsyncStub:
        return pb_grpc.EventsStub(self._channel(Caller(brand, "gateway", role)))

    def partners(self, brand: str = "tea") -> partners_pb2_grpc.PartnersAsyncStub:
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        return partners_pb2_grpc.PartnersStub(self._channel(caller))

    def follow_up(
        self, member_id: str = "", brand: str = "tea"
    ) -> follow_up_pb2_grpc.FollowUpAsyncStub:
        """As a member, or as an operator without one."""
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        if member_id:
            caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
        return follow_up_pb2_grpc.FollowUpStub(self._channel(caller))

    def insight(self, brand: str = "tea") -> insight_pb2_grpc.InsightAsyncStub:
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        return insight_pb2_grpc.InsightStub(self._channel(caller))

    def offers(
        self, member_id: str = "", brand: str = "tea"
    ) -> offers_pb2_grpc.NextOffersAsyncStub:
        """As a member, or as an operator without one."""
        caller = Caller(brand, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        if member_id:
            caller = Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)
        return offers_pb2_grpc.NextOffersStub(self._channel(caller))

    def _channel(self, caller: Caller) -> grpc.aio.Channel:
        token = self.issuer.mint(caller, timedelta(minutes=5))
        channel = connect(self.running.address, issuer_token=lambda: token)
        self.channels.append(channel)
        return channel

    async def routed(self, feedback_id: str, brand: str = "tea") -> pb.Feedback:
        """The item as soon as it is routed."""
        found: list[pb.Feedback] = []

        async def is_routed() -> bool:
            request = pb.GetFeedbackRequest(feedback_id=feedback_id)
            found.append((await operator.GetFeedback(request)).feedback)
            return found[-1].state != pb.FEEDBACK_STATE_NEW

        operator = self.operator(brand)
        await until(is_routed)
        return found[-1]


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await true():
            await asyncio.sleep(0.05)


@pytest.fixture(autouse=True)
def _timers_look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """More often than in production, so that no test waits for them."""
    monkeypatch.setattr(timer_jobs, "PAUSE_S", TIMERS_PAUSE_S)
    monkeypatch.setattr(timer_storage, "LOOK_S", TIMERS_PAUSE_S)


@pytest.fixture
async def members(keys_dir: Path) -> AsyncIterator[tuple[MembersFeedServer, str]]:
    """The members feed and its address."""
    feed = MembersFeedServer()
    running = await server.start(
        name="members",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[
            lambda s: events_pb2_grpc.add_EventsServicer_to_server(feed, s),
            lambda s: phones_pb2_grpc.add_PhonesServicer_to_server(feed.codes, s),
            lambda s: contacts_pb2_grpc.add_ContactsServicer_to_server(feed.contacts, s),
            lambda s: members_pb2_grpc.add_MembersServicer_to_server(feed.phones, s),
            lambda s: consents_pb2_grpc.add_ConsentsServicer_to_server(feed.consents, s),
        ],
    )
    yield feed, running.address
    await running.stop(0)


@pytest.fixture
async def points(keys_dir: Path) -> AsyncIterator[tuple[PointsFeedServer, str]]:
    """The feed of points and its address."""
    feed = PointsFeedServer()  # type: ignore[abstract]  # Watch alone is called
    running = await server.start(
        name="points",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[lambda s: ledger_pb2_grpc.add_LedgerServicer_to_server(feed, s)],
    )
    yield feed, running.address
    await running.stop(0)


@asynccontextmanager
async def started(
    db: Database,
    keys_dir: Path,
    members: str,
    points: str = NOWHERE,
    providers: Path | None = None,
    redis_url: str = "",
    console_url: str = "",
) -> AsyncIterator[Feedback]:
    """The service on a free port, following `members` and `points`; without a Redis unless told."""
    await migrate(db)
    settings = Settings(
        keys_dir=keys_dir,
        members_address=members,
        points_address=points,
        providers=providers,
        redis_url=redis_url,
        console_url=console_url,
        environment="development",
        webhooks_private=True,
        erasures_pause_s=PAUSE_S,
        ideas_pause_s=PAUSE_S,
        imports_pause_s=PAUSE_S,
        insight_pause_s=PAUSE_S,
        surveys_pause_s=PAUSE_S,
        topics_pause_s=PAUSE_S,
    )
    clock = ManualClock(NOON)
    async with connect_members(settings) as channel, connect_points(settings) as ledger:
        running = await server.start(**wire(settings, db, channel, ledger, clock))
        feedback = Feedback(running, clock, TokenIssuer(keys_dir))
        try:
            yield feedback
        finally:
            for opened in feedback.channels:
                await opened.close()
            await running.stop(0)


@pytest.fixture
async def alone(db: Database, keys_dir: Path) -> AsyncIterator[Feedback]:
    """Feedback while members is down."""
    async with started(db, keys_dir, NOWHERE) as feedback:
        yield feedback


@pytest.fixture
def programme() -> dict[str, Any]:
    """What tea and retail have published."""
    return STEADY


@pytest.fixture
async def feedback(
    db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    programme: dict[str, Any],
) -> AsyncIterator[Feedback]:
    """Feedback beside members, with the programme in force for tea and for retail."""
    feed, address = members
    for brand in ("tea", "retail"):
        await feed.publish(brand, programme)

    async def has_both() -> bool:
        return await db["programmes"].count_documents({}) == 2

    async with started(db, keys_dir, address) as feedback:
        await until(has_both)
        yield feedback


def submission(
    text: str = "配送太慢", request_id: str = "r1", **more: Any
) -> pb.SubmitFeedbackRequest:
    return pb.SubmitFeedbackRequest(
        **{"request_id": request_id, "channel": "app", "text": text, **more}
    )

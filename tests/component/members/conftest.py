"""The members service as production wires it, beside a ledger's feed and a real MongoDB."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import pytest

from services.common import cache, server
from services.common.auth import ALL_BRANDS, Caller, Role, TokenIssuer
from services.common.channel import connect
from services.common.clock import ManualClock
from services.common.errors import Reason, reason_of
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.members.programme.commands import publish as programmes
from services.members.programme.domain.rules import SectionParser
from services.members.wiring import Settings, connect_points, migrate, wire
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    consents_pb2_grpc,
    contacts_pb2_grpc,
    events_pb2,
    events_pb2_grpc,
    groups_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
    referrals_pb2_grpc,
    tags_pb2_grpc,
    timeline_pb2_grpc,
)
from tessera.points.v1 import ledger_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.component.members.tiers.ledger_server import LedgerServer
from tests.databases import database_in_turn, name_in_turn  # noqa: F401 - `db` and `db_name`
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""12:00 in Shanghai."""
NOWHERE = "127.0.0.1:1"
PHONE = members_pb2.IDENTITY_KIND_PHONE
OPENID = members_pb2.IDENTITY_KIND_WECHAT_OPENID
CARD = members_pb2.IDENTITY_KIND_POS_CARD


@dataclass
class Members:
    """The running service and those who call it."""

    running: server.Running
    clock: ManualClock
    issuer: TokenIssuer
    channels: list[grpc.aio.Channel] = field(default_factory=list)

    def as_member(self, member_id: str, brand: str = "tea") -> "members_pb2_grpc.MembersAsyncStub":
        return self.members(Caller(brand, f"user:{member_id}", Role.MEMBER, member_id))

    def as_operator(self, *scopes: str, brand: str = "tea") -> "members_pb2_grpc.MembersAsyncStub":
        return self.members(
            Caller(brand, "ann", Role.OPERATOR, None, frozenset(scopes) or EVERY_SCOPE)
        )

    def as_till(self, brand: str = "tea") -> "members_pb2_grpc.MembersAsyncStub":
        return self.members(Caller(brand, "pos", Role.CHANNEL))

    def members(self, caller: Caller) -> "members_pb2_grpc.MembersAsyncStub":
        return members_pb2_grpc.MembersStub(self.channel(caller))

    def activities(
        self, brand: str = "tea", caller: Caller | None = None
    ) -> "activities_pb2_grpc.ActivitiesAsyncStub":
        told_by = caller or Caller(brand, "pos", Role.CHANNEL)
        return activities_pb2_grpc.ActivitiesStub(self.channel(told_by))

    def events(
        self, brand: str = ALL_BRANDS, role: Role = Role.SERVICE
    ) -> "events_pb2_grpc.EventsAsyncStub":
        return events_pb2_grpc.EventsStub(self.channel(Caller(brand, "points", role)))

    def consents(self, caller: Caller) -> "consents_pb2_grpc.ConsentsAsyncStub":
        return consents_pb2_grpc.ConsentsStub(self.channel(caller))

    def contacts(self, caller: Caller) -> "contacts_pb2_grpc.ContactsAsyncStub":
        return contacts_pb2_grpc.ContactsStub(self.channel(caller))

    def tags(self, caller: Caller) -> "tags_pb2_grpc.TagsAsyncStub":
        return tags_pb2_grpc.TagsStub(self.channel(caller))

    def timeline(self, *scopes: str) -> "timeline_pb2_grpc.TimelineAsyncStub":
        """As an operator, with every scope unless some are named."""
        held = frozenset(scopes) or EVERY_SCOPE
        return timeline_pb2_grpc.TimelineStub(
            self.channel(Caller("tea", "ann", Role.OPERATOR, None, held))
        )

    def referrals(self, caller: Caller) -> "referrals_pb2_grpc.ReferralsAsyncStub":
        return referrals_pb2_grpc.ReferralsStub(self.channel(caller))

    def groups(self, caller: Caller) -> "groups_pb2_grpc.GroupsAsyncStub":
        return groups_pb2_grpc.GroupsStub(self.channel(caller))

    def channel(self, caller: Caller) -> grpc.aio.Channel:
        token = self.issuer.mint(caller, timedelta(minutes=5))
        channel = connect(self.running.address, issuer_token=lambda: token)
        self.channels.append(channel)
        return channel

    async def publish(self, brand: str, source: str) -> None:
        """Put a programme in force."""
        caller = Caller(brand, "ann", Role.OPERATOR, None, frozenset({"programmes"}))
        programmes = programmes_pb2_grpc.ProgrammesStub(self.channel(caller))
        request = programmes_pb2.PublishProgrammeRequest(
            request_id=f"programme-{hash(source)}", source_yaml=source
        )
        await programmes.PublishProgramme(request)

    async def enrol(
        self, *identities: members_pb2.Identity, brand: str = "tea", name: str = "张三"
    ) -> str:
        """A member with these identities, else with a phone of their own."""
        wish = enrolment(*identities, name=name)
        return (await self.as_till(brand).EnrolMember(wish)).member.id

    async def card(self, member_id: str, brand: str = "tea") -> members_pb2.Member:
        request = members_pb2.BatchGetMembersRequest(member_ids=[member_id])
        [member] = (await self.as_operator(brand=brand).BatchGetMembers(request)).members
        return member

    async def tier(self, member_id: str, brand: str = "tea") -> str:
        """The tier on the main ladder."""
        return (await self.card(member_id, brand)).tiers[0].code

    async def decisions(self, member_id: str, brand: str = "tea") -> list[tuple[str, str, str]]:
        """From, to and reason on the main ladder, the oldest first."""
        request = members_pb2.ListTierDecisionsRequest(member_id=member_id, page_size=100)
        listed = (await self.as_operator(brand=brand).ListTierDecisions(request)).decisions
        main = [made for made in listed if made.ladder == "growth"]
        return [(made.from_tier, made.to_tier, made.reason) for made in reversed(main)]

    async def published(self, brand: str = ALL_BRANDS, until: int = 0) -> list[events_pb2.Event]:
        """The events there are, at least `until` of them."""
        events: list[events_pb2.Event] = []
        async with asyncio.timeout(60):
            async for response in self.events(brand).Watch(events_pb2.WatchRequest()):
                events += response.events
                if len(events) >= until and not response.events:
                    break
        return events


_numbers = iter(range(10_000_000, 100_000_000))


def phone() -> members_pb2.Identity:
    """A phone that nobody has."""
    return members_pb2.Identity(kind=PHONE, value=f"+86138{next(_numbers)}")


def openid(value: str) -> members_pb2.Identity:
    return members_pb2.Identity(kind=OPENID, value=value)


def enrolment(
    *identities: members_pb2.Identity, name: str = "张三", request_id: str = "", birthday: str = ""
) -> members_pb2.EnrolMemberRequest:
    """A wish to enrol, with a request id of its own unless one is given."""
    return members_pb2.EnrolMemberRequest(
        request_id=request_id or f"enrol-{next(_numbers)}",
        identities=identities or [phone()],
        profile=members_pb2.Profile(name=name, birthday=birthday, language="zh"),
        channel="mini_program",
    )


def activity(
    member_id: str,
    event_id: str,
    at: datetime,
    total_minor: int = 0,
    *,
    refund: bool = False,
    order_id: str = "",
    lines: Sequence[types_pb2.OrderLine] = (),
    currency: str = "CNY",
) -> types_pb2.Activity:
    """A visit, or with an amount an order, or the refund of one: of `order_id`, else its own."""
    message = types_pb2.Activity(
        channel="pos", event_id=event_id, member_id=member_id, type=types_pb2.ACTIVITY_TYPE_VISIT
    )
    message.occur_time.FromDatetime(at)
    if total_minor or lines:
        kinds = types_pb2.ActivityType
        message.type = kinds.ACTIVITY_TYPE_REFUND if refund else kinds.ACTIVITY_TYPE_ORDER
        message.order.order_id = order_id or event_id
        message.order.lines.extend(lines)
        message.order.total.currency_code = currency
        message.order.total.minor_units = total_minor
    return message


def recording(*activities: types_pb2.Activity) -> activities_pb2.RecordActivitiesRequest:
    return activities_pb2.RecordActivitiesRequest(activities=activities)


async def refused(call: Awaitable[object]) -> Reason:
    """Why the call was refused."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    reason = reason_of(caught.value)
    assert reason is not None
    return reason


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await true():
            await asyncio.sleep(0.02)


@pytest.fixture(scope="session", autouse=True)
def _a_file_is_judged_once() -> Iterator[None]:
    """Nearly each test publishes two examples, and to judge them takes a third of a second.

    A file's document follows from the arguments alone; a refusal is found anew each time.
    """
    judge = programmes.document_of
    judged: dict[tuple[object, ...], str] = {}

    def document_of(
        source: str, parsers: Mapping[str, SectionParser], brand: str, now: datetime
    ) -> str:
        wanted = (source, *parsers.items(), brand, now)
        if wanted not in judged:
            judged[wanted] = judge(source, parsers, brand, now)
        return judged[wanted]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(programmes, "document_of", document_of)
        yield


@pytest.fixture
async def ledger(keys_dir: Path) -> AsyncIterator[tuple[LedgerServer, str]]:
    """The ledger's feed and its address."""
    feed = LedgerServer()  # type: ignore[abstract]  # the other calls are not made here
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
    points: str,
    clock: ManualClock,
    redis_url: str,
    cache_timeout_s: float = 1.0,
) -> AsyncIterator[Members]:
    """The service on a free port, following `points`, with cards cached in Redis.

    `cache_timeout_s` is longer than in production. A busy machine is no Redis that is away: an
    invalidation that is given up arrives a second later, and a test of "at once" would fail.
    """
    await migrate(db)
    settings = Settings(
        keys_dir=keys_dir,
        points_address=points,
        judgement_pause_s=0.15,
        lifecycle_pause_s=0.2,
        groups_pause_s=0.1,
        referrals_pause_s=0.1,
        segments_pause_s=0.3,
        erasures_pause_s=0.15,
        environment="development",
    )
    entries = cache.connect(redis_url, timeout_s=cache_timeout_s)
    async with connect_points(settings) as channel:
        running = await server.start(**wire(settings, db, entries, channel, clock))
        members = Members(running, clock, TokenIssuer(keys_dir))
        try:
            yield members
        finally:
            for opened in members.channels:
                await opened.close()
            await running.stop(0)
            await entries.close()


@pytest.fixture
async def bare(db: Database, keys_dir: Path, redis_url: str) -> AsyncIterator[Members]:
    """Members without a programme, while points is down."""
    async with started(db, keys_dir, NOWHERE, ManualClock(NOON), redis_url) as members:
        yield members


@pytest.fixture
async def members(
    db: Database, keys_dir: Path, redis_url: str, ledger: tuple[LedgerServer, str]
) -> AsyncIterator[Members]:
    """Members that follow `ledger`, with the programmes of tea and retail in force."""
    async with started(db, keys_dir, ledger[1], ManualClock(NOON), redis_url) as members:
        for brand in ("tea", "retail"):
            await members.publish(brand, (PROGRAMMES / f"{brand}.yaml").read_text("utf-8"))
        yield members

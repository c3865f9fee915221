"""The demo brand: 200 members of the tea club, made up from a seed and loaded through public gRPC.

Names are drawn from lists, phones count up through +86 199 0000 xxxx. Every call carries the same
request or event id each time, so loading twice changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
from google.protobuf import timestamp_pb2

from deploy.local import ports as local_ports
from deploy.local import tokens
from deploy.local.folder import Folder
from deploy.local.problem import StartProblem
from services.common import auth, channel
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
)
from tessera.types.v1 import types_pb2

BRAND = "tea"
PROGRAMMES = Path(__file__).resolve().parents[2] / "examples" / "programmes"
MEMBERS = 200
SEED = 20_260_101
ORDERS_MAX = 12
DAYS_BACK = 90
BATCH = 500
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = [
    "欣怡",
    "浩然",
    "梓涵",
    "子轩",
    "诗涵",
    "宇航",
    "雨桐",
    "思远",
    "若曦",
    "俊杰",
    "静雯",
    "明辉",
]
DRINKS = [  # series, SKU, price in fen
    ("milk_tea", "classic_milk_tea", 1600),
    ("milk_tea", "brown_sugar_pearls", 1900),
    ("fresh_fruit", "grapefruit_green_tea", 2200),
    ("fresh_fruit", "mango_pomelo", 2500),
    ("pure_tea", "jasmine", 1200),
]


@dataclass(frozen=True)
class Person:
    """A made-up member. `number` counts from 1."""

    number: int
    name: str

    @property
    def phone(self) -> str:
        """In E.164; the range is used by nobody in these numbers."""
        return f"+861990000{self.number:04d}"

    def enrolment(self) -> members_pb2.EnrolMemberRequest:
        """The request that enrols this person."""
        kinds = members_pb2.IdentityKind
        return members_pb2.EnrolMemberRequest(
            request_id=f"demo-member-{self.number:04d}",
            identities=[
                members_pb2.Identity(kind=kinds.IDENTITY_KIND_PHONE, value=self.phone),
                members_pb2.Identity(
                    kind=kinds.IDENTITY_KIND_WECHAT_OPENID, value=f"demo-openid-{self.number:04d}"
                ),
            ],
            profile=members_pb2.Profile(name=self.name, language="zh"),
            channel="mini_program",
        )


def people() -> list[Person]:
    """The same 200 people at every call."""
    draw = random.Random(SEED)
    return [
        Person(number, draw.choice(SURNAMES) + draw.choice(GIVEN))
        for number in range(1, MEMBERS + 1)
    ]


def programmes() -> dict[str, str]:
    """The example programmes as YAML, by the brand that each is published for."""
    files = sorted(PROGRAMMES.glob("*.yaml"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def activities(ids: Mapping[int, str], now: datetime) -> Iterator[types_pb2.Activity]:
    """Some months of orders and check-ins of each person, in no order; `ids` by number."""
    for number, member_id in ids.items():
        draw = random.Random(SEED + number)
        # The first has a card worth looking at.
        orders = 2 * ORDERS_MAX if number == 1 else draw.randint(0, ORDERS_MAX)
        for n in range(orders):
            at = now - timedelta(days=draw.uniform(0.1, DAYS_BACK))
            yield _order(f"demo-{number:04d}-order-{n:02d}", member_id, at, draw)
        if draw.random() < 0.5 or number == 1:
            yield types_pb2.Activity(
                channel="mini_program",
                event_id=f"demo-{number:04d}-check-in",
                member_id=member_id,
                type=types_pb2.ActivityType.ACTIVITY_TYPE_CHECK_IN,
                occur_time=_instant(now - timedelta(hours=draw.uniform(0.1, 12))),
            )


def _order(event_id: str, member_id: str, at: datetime, draw: random.Random) -> types_pb2.Activity:
    lines = []
    for n in range(draw.randint(1, 3)):
        series, sku, price = draw.choice(DRINKS)
        quantity = draw.randint(1, 3)
        lines.append(
            types_pb2.OrderLine(
                line_id=str(n + 1),
                sku=sku,
                series=series,
                quantity=quantity,
                amount_minor=quantity * price,
            )
        )
    total = types_pb2.Money(
        currency_code="CNY", minor_units=sum(line.amount_minor for line in lines)
    )
    return types_pb2.Activity(
        channel="pos",
        event_id=event_id,
        member_id=member_id,
        type=types_pb2.ActivityType.ACTIVITY_TYPE_ORDER,
        occur_time=_instant(at),
        store_id=f"store-{draw.randint(1, 8):02d}",
        order=types_pb2.Order(order_id=event_id, total=total, lines=lines),
    )


def _instant(at: datetime) -> timestamp_pb2.Timestamp:
    instant = timestamp_pb2.Timestamp()
    instant.FromDatetime(at)
    return instant


async def load(folder: Folder, addresses: Mapping[str, int], *, again: bool = False) -> int:
    """Publishes the programmes that are missing and loads the demo members unless they are there.

    Returns the number of activities recorded. Raises StartProblem when something is refused.
    """
    for brand, source in programmes().items():
        async with _channel(folder, addresses, "operator", brand=brand) as operator:
            await _publish(operator, brand, source)
    everyone = people()
    async with _channel(folder, addresses, "channel") as pos:
        # The last one is enrolled at the end, so its presence says that all of them are there.
        if not again and await _find(pos, everyone[-1]):
            return 0
        ids = await _enrol(pos, everyone[:-1])
        recorded = await _record(pos, list(activities(ids, datetime.now(UTC))))
        await _enrol(pos, everyone[-1:])
        return recorded


async def first_member(folder: Folder, addresses: Mapping[str, int]) -> str:
    """The id of the first demo member. Raises StartProblem when there is none."""
    async with _channel(folder, addresses, "channel") as pos:
        found = await _find(pos, people()[0])
    if found is None:
        raise StartProblem("The demo members are not loaded: `make seed`.")
    return found


def _channel(
    folder: Folder, addresses: Mapping[str, int], role: str, *, brand: str = BRAND
) -> grpc.aio.Channel:
    issuer = auth.TokenIssuer(folder.keys)
    source = issuer.source(tokens.caller(role=role, brand=brand))
    address = f"{local_ports.HOST}:{addresses['members']}"
    return channel.connect(address, issuer_token=source)


async def _publish(operator: grpc.aio.Channel, brand: str, source: str) -> None:
    stub: programmes_pb2_grpc.ProgrammesAsyncStub = programmes_pb2_grpc.ProgrammesStub(operator)
    try:
        await stub.GetProgramme(programmes_pb2.GetProgrammeRequest())
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.NOT_FOUND:
            raise
        await stub.PublishProgramme(
            programmes_pb2.PublishProgrammeRequest(
                request_id=f"demo-programme-{brand}",
                source_yaml=source,
                note="The example, loaded because the database was empty.",
            )
        )


async def _find(pos: grpc.aio.Channel, person: Person) -> str | None:
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(pos)
    identity = members_pb2.Identity(
        kind=members_pb2.IdentityKind.IDENTITY_KIND_PHONE, value=person.phone
    )
    try:
        found = await stub.FindMember(members_pb2.FindMemberRequest(identity=identity))
    except grpc.aio.AioRpcError as error:
        if error.code() is grpc.StatusCode.NOT_FOUND:
            return None
        raise
    return found.member.id


async def _enrol(pos: grpc.aio.Channel, some: list[Person]) -> dict[int, str]:
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(pos)
    answer = await stub.BatchEnrolMembers(
        members_pb2.BatchEnrolMembersRequest(requests=[person.enrolment() for person in some])
    )
    for person, result in zip(some, answer.results, strict=True):
        if result.reason:
            raise StartProblem(
                f"The demo member {person.name} was refused ({result.reason}: {result.message}):"
                " look at `make logs NAME=members`."
            )
    return {p.number: result.member_id for p, result in zip(some, answer.results, strict=True)}


async def _record(pos: grpc.aio.Channel, some: list[types_pb2.Activity]) -> int:
    stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(pos)
    some.sort(key=lambda activity: activity.occur_time.ToMilliseconds())
    for start in range(0, len(some), BATCH):
        answer = await stub.RecordActivities(
            activities_pb2.RecordActivitiesRequest(activities=some[start : start + BATCH])
        )
        for result in answer.results:
            if result.reason:
                raise StartProblem(
                    f"The demo activity {result.event_id} was refused ({result.reason}:"
                    f" {result.message}): look at `make logs NAME=members`."
                )
    return len(some)

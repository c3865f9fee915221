"""A brand, its tills, its staff and its members, as clients of the suite."""

from __future__ import annotations

import random
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx

from services.common import auth
from services.common.auth import Caller, Role
from services.common.channel import connect
from tessera.feedback.v1 import feedback_pb2_grpc
from tessera.members.v1 import (
    activities_pb2,
    activities_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    programmes_pb2,
    programmes_pb2_grpc,
)
from tessera.points.v1 import (
    earning_pb2,
    earning_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    refunds_pb2_grpc,
    rewards_pb2_grpc,
)
from tessera.types.v1 import types_pb2
from tests.e2e.front_end import FrontEnd
from tests.e2e.running_suite import DEADLINE_S, RunningSuite, until
from tests.scopes import EVERY_SCOPE


def unique(prefix: str) -> str:
    """An id that no other journey uses."""
    return f"{prefix}-{uuid4().hex[:12]}"


def phone() -> str:
    """A random Chinese mobile number, very probably unused by other journeys."""
    return f"+86138{random.randrange(10**8):08d}"


def identity(kind: str, value: str) -> members_pb2.Identity:
    """`kind` as in IdentityKind, without its prefix."""
    return members_pb2.Identity(
        kind=members_pb2.IdentityKind.Value(f"IDENTITY_KIND_{kind}"), value=value
    )


class Desk:
    """The gRPC services, called with one caller's token."""

    def __init__(self, brand: Brand, caller: Caller) -> None:
        token = brand.suite.token(caller, auth.SERVICES_AUDIENCE)
        members, points, feedback = (
            connect(brand.suite.address(name), issuer_token=lambda: token)
            for name in ("members", "points", "feedback")
        )
        for channel in (members, points, feedback):
            brand.closing.push_async_callback(channel.close)
        self.members: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(members)
        self.programmes: programmes_pb2_grpc.ProgrammesAsyncStub = (
            programmes_pb2_grpc.ProgrammesStub(members)
        )
        self.activities: activities_pb2_grpc.ActivitiesAsyncStub = (
            activities_pb2_grpc.ActivitiesStub(members)
        )
        self.ledger: ledger_pb2_grpc.LedgerAsyncStub = ledger_pb2_grpc.LedgerStub(points)
        self.earning: earning_pb2_grpc.EarningAsyncStub = earning_pb2_grpc.EarningStub(points)
        self.refunds: refunds_pb2_grpc.RefundsAsyncStub = refunds_pb2_grpc.RefundsStub(points)
        self.rewards: rewards_pb2_grpc.RewardsAsyncStub = rewards_pb2_grpc.RewardsStub(points)
        self.feedback: feedback_pb2_grpc.FeedbackItemsAsyncStub = (
            feedback_pb2_grpc.FeedbackItemsStub(feedback)
        )

    async def record(
        self, *activities: types_pb2.Activity
    ) -> list[activities_pb2.RecordActivityResult]:
        """Record activities; one result for each."""
        request = activities_pb2.RecordActivitiesRequest(activities=activities)
        return list((await self.activities.RecordActivities(request)).results)

    async def award(self, *activities: types_pb2.Activity) -> list[earning_pb2.AwardResult]:
        """Award activities at once, like a till that prints the points."""
        request = earning_pb2.AwardActivitiesRequest(activities=activities)
        return list((await self.earning.AwardActivities(request)).results)

    async def balance(self, owner: str, asset: str = "POINTS") -> ledger_pb2.Balance:
        """The balance of an account."""
        name = ledger_pb2.AccountName(owner=owner, asset=asset)
        response = await self.ledger.GetBalances(ledger_pb2.GetBalancesRequest(accounts=[name]))
        return response.balances[0]

    async def balances(self, member_id: str) -> tuple[int, int]:
        """Posted points and growth of a member."""
        names = [ledger_pb2.AccountName(owner=member_id, asset=a) for a in ("POINTS", "GROWTH")]
        response = await self.ledger.GetBalances(ledger_pb2.GetBalancesRequest(accounts=names))
        points, growth = response.balances
        return points.posted, growth.posted

    async def entries(self, member_id: str) -> list[ledger_pb2.Entry]:
        """A member's newest entries of POINTS, newest first."""
        request = ledger_pb2.ListEntriesRequest(owner=member_id, asset="POINTS", page_size=100)
        return list((await self.ledger.ListEntries(request)).entries)


@dataclass(frozen=True)
class Person:
    """A member and the clients that the member uses."""

    id: str
    brand: Brand
    front: FrontEnd
    """GraphQL, signed in."""

    @property
    def desk(self) -> Desk:
        """gRPC with the member's own token."""
        return Desk(self.brand, self.brand.member(self.id))

    async def followed(
        self, points: int, growth: int | None = None, *, within_s: float = DEADLINE_S
    ) -> None:
        """Returns when the ledger has these balances."""
        await until(
            lambda: self.brand.till.balances(self.id),
            lambda now: now == (points, now[1] if growth is None else growth),
            within_s=within_s,
        )


class Brand:
    """One brand; its members are made for one journey."""

    def __init__(self, suite: RunningSuite, name: str, closing: AsyncExitStack) -> None:
        self.suite = suite
        self.name = name
        self.closing = closing
        self._http = httpx.AsyncClient(trust_env=False, timeout=15)
        closing.push_async_callback(self._http.aclose)
        self.till = Desk(self, Caller(name, "till-7", Role.CHANNEL))
        operator = Caller(name, "ann", Role.OPERATOR, scopes=EVERY_SCOPE)
        self.operator = Desk(self, operator)
        self.staff = self.signed_in(operator)

    def member(self, member_id: str) -> Caller:
        """A member as a caller."""
        return Caller(self.name, f"user:{member_id}", Role.MEMBER, member_id)

    def signed_in(self, caller: Caller) -> FrontEnd:
        """GraphQL for one caller."""
        return FrontEnd(self.suite, self._http, self.suite.token(caller, auth.GATEWAY_AUDIENCE))

    async def enrol(self, *identities: members_pb2.Identity, name: str = "李欣怡") -> Person:
        """A new member, by default with a phone and an openid."""
        own = identities or (identity("PHONE", phone()), identity("WECHAT_OPENID", unique("oid")))
        response = await self.till.members.EnrolMember(
            members_pb2.EnrolMemberRequest(
                request_id=unique("enrol"),
                identities=own,
                profile=members_pb2.Profile(name=name, language="zh"),
                channel="mini_program",
            )
        )
        return self.person(response.member.id)

    async def enrol_many(self, count: int) -> list[Person]:
        """New members, each with an openid."""
        requests = [
            members_pb2.EnrolMemberRequest(
                request_id=unique("enrol"),
                identities=[identity("WECHAT_OPENID", unique("oid"))],
                channel="mini_program",
            )
            for _ in range(count)
        ]
        response = await self.till.members.BatchEnrolMembers(
            members_pb2.BatchEnrolMembersRequest(requests=requests)
        )
        assert all(result.created for result in response.results)
        return [self.person(result.member_id) for result in response.results]

    def person(self, member_id: str) -> Person:
        """A new member."""
        return Person(member_id, self, self.signed_in(self.member(member_id)))

    async def publish(self, source_yaml: str) -> int:
        """Publish a programme, whatever brand its file names; returns its version."""
        source_yaml = re.sub("(?m)^brand: .*$", f"brand: {self.name}", source_yaml)
        response = await self.operator.programmes.PublishProgramme(
            programmes_pb2.PublishProgrammeRequest(
                request_id=unique("publish"), source_yaml=source_yaml, note="for a journey"
            )
        )
        return response.programme.version

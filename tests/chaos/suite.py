"""All processes of the suite, on servers of their own that a test may pause and kill."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import grpc
import httpx

from deploy.local import ports
from deploy.local.servers import MongoServer, RedisServer
from services.common import mongo
from services.common.auth import Caller, Role
from services.feedback import wiring as feedback_wiring
from services.members import wiring as members_wiring
from services.points import wiring as points_wiring
from tessera.members.v1 import members_pb2, members_pb2_grpc, programmes_pb2, programmes_pb2_grpc
from tessera.points.v1 import ledger_pb2, ledger_pb2_grpc
from tests.chaos.clients import insist
from tests.chaos.fleet import Fleet, Process, operator, till
from tests.paths import PROGRAMMES

BRAND = "tea"
GIVEN = 100
WIRINGS = {"members": members_wiring, "points": points_wiring, "feedback": feedback_wiring}
CARD = """{ me {
  id name points { posted available } entries(first: 3) { edges { node { amount } } }
  feedback(first: 2) { edges { node { id } } }
} }"""


@dataclass
class Suite:
    """The running suite. A test leaves running what it found running."""

    fleet: Fleet
    mongo: MongoServer
    redis: RedisServer
    services: dict[str, Process]
    gateway: Process
    member_id: str = ""

    async def open(self) -> None:
        """Returns when all processes serve and one member has points. May be called again."""
        for name, main in WIRINGS.items():
            db = mongo.connect(self.mongo.url, name)
            await main.migrate(db)
            await mongo.close(db)
        for process in (*self.services.values(), self.gateway):
            await process.ready()
        async with AsyncExitStack() as closing:
            members = self.channel("members", operator(BRAND), closing)
            source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
            await insist(
                programmes_pb2_grpc.ProgrammesStub(members).PublishProgramme,
                programmes_pb2.PublishProgrammeRequest(request_id="publish", source_yaml=source),
            )
            self.member_id = await self.enrol("first")
            ledger = ledger_pb2_grpc.LedgerStub(self.channel("points", till(BRAND), closing))
            await insist(ledger.CreatePosting, gift("first", self.member_id))

    async def enrol(self, name: str) -> str:
        """The id of the member with this name, new or found."""
        async with AsyncExitStack() as closing:
            stub = members_pb2_grpc.MembersStub(self.channel("members", till(BRAND), closing))
            return (await insist(stub.EnrolMember, enrolment(name))).member.id

    async def rename(self, name: str, member_id: str) -> None:
        """Give the member another name."""
        change = members_pb2.UpdateMemberRequest(
            request_id=f"{member_id}-{name}", member_id=member_id
        )
        change.profile.name = name
        change.update_mask.paths.append("name")
        async with AsyncExitStack() as closing:
            stub = members_pb2_grpc.MembersStub(self.channel("members", operator(BRAND), closing))
            await insist(stub.UpdateMember, change)

    async def card(self, member_id: str = "") -> dict[str, Any]:
        """The gateway's answer to a member's query of the own card."""
        own = member_id or self.member_id
        caller = Caller(BRAND, f"user:{own}", Role.MEMBER, own)
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            response = await client.post(
                f"http://{self.gateway.address}/graphql",
                json={"query": CARD},
                headers=self.fleet.header(caller),
            )
        answer: dict[str, Any] = response.json()
        return answer

    async def whole_card(self) -> bool:
        """True if the card has no errors."""
        return "errors" not in await self.card()

    def channel(self, name: str, caller: Caller, closing: AsyncExitStack) -> grpc.aio.Channel:
        """A gRPC channel to a service, closed with `closing`."""
        channel = self.fleet.channel(self.services[name].address, caller)
        closing.push_async_callback(channel.close)
        return channel


def start(fleet: Fleet, mongo_server: MongoServer, redis: RedisServer) -> Suite:
    """Starts the processes; `open` waits for them."""
    at = {name: ports.free_port() for name in WIRINGS}
    addresses: dict[str, Any] = {f"{n}_address": f"{ports.HOST}:{port}" for n, port in at.items()}
    stores = {"mongo_url": mongo_server.url, "redis_url": redis.url}
    services = {
        name: fleet.start(name, port, mongo_db=name, **stores, **addresses)
        for name, port in at.items()
    }
    return Suite(fleet, mongo_server, redis, services, fleet.start("gateway", **addresses))


def enrolment(name: str) -> members_pb2.EnrolMemberRequest:
    """A member with a card number."""
    identity = members_pb2.Identity(kind=members_pb2.IDENTITY_KIND_POS_CARD, value=f"card-{name}")
    return members_pb2.EnrolMemberRequest(
        request_id=f"enrol/{name}",
        identities=[identity],
        profile=members_pb2.Profile(name=name),
        channel="pos",
    )


def gift(request_id: str, member_id: str) -> ledger_pb2.CreatePostingRequest:
    """An adjustment that gives the member points."""
    return ledger_pb2.CreatePostingRequest(
        request_id=f"gift/{request_id}",
        kind=ledger_pb2.POSTING_KIND_ADJUST,
        legs=[
            ledger_pb2.Leg(owner=member_id, asset="POINTS", amount=GIVEN),
            ledger_pb2.Leg(owner="house:adjusted", asset="POINTS", amount=-GIVEN),
        ],
    )

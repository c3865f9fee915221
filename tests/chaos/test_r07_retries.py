"""R7: retries do not multiply. A back end that fails every call counts the calls."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import grpc
import httpx
import pytest

from services.common.auth import Caller, Role
from services.common.channel import ATTEMPTS_MAX
from tessera.points.v1 import wallets_pb2, wallets_pb2_grpc
from tests.chaos.fleet import Fleet, Process, till
from tests.chaos.suite import BRAND, CARD

CALLS = 100
BUDGET = 20
"""The retry budget of a gRPC channel: each failure takes a token; below half it does not retry."""
REDEEM = """mutation { redeem(input: {requestId: "r-1", rewardCode: "free_drink"}) {
  __typename } }"""


@dataclass
class Failing(grpc.GenericRpcHandler):
    """Answers UNAVAILABLE to every call, and counts calls by method."""

    asked: Counter[str] = field(default_factory=Counter)

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any]:
        self.asked[details.method.rpartition("/")[2]] += 1

        async def fail(request: bytes, context: Any) -> bytes:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "told to")
            raise AssertionError

        return grpc.unary_unary_rpc_method_handler(fail)


@dataclass
class BackEnd:
    """The back end and its address."""

    failing: Failing
    address: str


@pytest.fixture
async def back_end() -> AsyncIterator[BackEnd]:
    failing = Failing()
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((failing,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    yield BackEnd(failing, f"127.0.0.1:{port}")
    await server.stop(0)


@pytest.fixture
async def gateway(fleet: Fleet, back_end: BackEnd) -> Process:
    at = back_end.address
    addresses: dict[str, Any] = {f"{n}_address": at for n in ("members", "points", "feedback")}
    process = fleet.start("gateway", **addresses)
    await process.ready()
    return process


@dataclass
class Member:
    """A client of the gateway."""

    http: httpx.AsyncClient

    async def ask(self, query: str) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.http.post("/graphql", json={"query": query})).json()
        return answer


@pytest.fixture
async def member(fleet: Fleet, gateway: Process) -> AsyncIterator[Member]:
    headers = fleet.header(Caller(BRAND, "user:mem_1", Role.MEMBER, "mem_1"))
    url = f"http://{gateway.address}"
    async with httpx.AsyncClient(
        base_url=url, headers=headers, trust_env=False, timeout=15
    ) as client:
        yield Member(client)


async def test_r7_a_call_is_tried_three_times_at_most_and_lasting_failure_ends_all_retries(
    fleet: Fleet, back_end: BackEnd
) -> None:
    asked = back_end.failing.asked
    async with AsyncExitStack() as closing:
        channel = fleet.channel(back_end.address, till(BRAND))
        closing.push_async_callback(channel.close)
        wallets = wallets_pb2_grpc.WalletsStub(channel)

        async def call() -> None:
            with pytest.raises(grpc.aio.AioRpcError):
                await wallets.BatchGetWallets(wallets_pb2.BatchGetWalletsRequest(), timeout=5)

        await call()
        assert asked["BatchGetWallets"] == ATTEMPTS_MAX
        for _ in range(CALLS // 2):
            await call()
        await asyncio.gather(*(call() for _ in range(CALLS // 2)))
        assert CALLS < asked["BatchGetWallets"] <= 1 + CALLS + BUDGET
        asked.clear()
        await asyncio.gather(*(call() for _ in range(CALLS)))
        assert asked["BatchGetWallets"] == CALLS


async def test_r7_the_gateway_adds_no_attempts_of_its_own(
    member: Member, back_end: BackEnd
) -> None:
    asked = back_end.failing.asked
    answer = await member.ask(CARD)
    assert answer["data"] == {"me": None}
    assert 0 < asked["BatchGetMembers"] <= ATTEMPTS_MAX
    answer = await member.ask(REDEEM)
    assert "errors" in answer
    assert 0 < asked["RedeemReward"] <= ATTEMPTS_MAX
    for _ in range(CALLS // 2):
        await member.ask(CARD)
    assert asked["BatchGetMembers"] <= ATTEMPTS_MAX + CALLS // 2 + BUDGET
    asked.clear()
    for _ in range(CALLS // 2):
        await member.ask(CARD)
    assert asked["BatchGetMembers"] == CALLS // 2

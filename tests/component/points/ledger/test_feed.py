"""The Ledger service over gRPC: its postings as a feed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import grpc
import pytest

from services.common.admission import STREAMS_PER_CALLER
from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.errors import reason_of
from tessera.points.v1 import ledger_pb2 as pb
from tests.activities import NOON
from tests.component.lost_token import lost
from tests.component.points.conftest import Points
from tests.component.points.ledger.ledger_calls import earning

DAY = timedelta(days=1)


async def test_the_postings_are_the_feed(points: Points) -> None:
    till = points.till()
    await till.give("mem_ann", 1, "before")
    follower = points.caller(Caller(ALL_BRANDS, "members", Role.SERVICE))

    async def until(watching: Any, wanted: str) -> tuple[list[str], str]:
        got: list[str] = []
        async for response in watching:
            got += [f"{posting.brand}:{posting.request_id}" for posting in response.postings]
            if wanted in got:
                return got, response.token
        raise AssertionError("the feed ended")

    watching = follower.ledger.Watch(pb.WatchRequest())
    await until(watching, "tea:before/mem_ann")
    await till.give("mem_ann", 1, "one")
    got, token = await until(watching, "tea:one/mem_ann")
    watching.cancel()
    await points.till("retail").give("mem_ann", 1, "two")
    await till.give("mem_ann", 1, "three")
    got, _ = await until(follower.ledger.Watch(pb.WatchRequest(after=token)), "tea:three/mem_ann")
    assert got == ["retail:two/mem_ann", "tea:three/mem_ann"]
    own = points.caller(Caller("tea", "crm", Role.CHANNEL))
    got, _ = await until(own.ledger.Watch(pb.WatchRequest(after=token)), "tea:three/mem_ann")
    assert got == ["tea:three/mem_ann"]


async def test_a_token_that_the_oplog_has_forgotten_goes_on_without_a_gap_or_a_repeat(
    points: Points,
) -> None:
    till = points.till()
    operator = points.operator()
    watching = operator.ledger.Watch(pb.WatchRequest(from_now=True))
    await watching.read()
    tokens: list[str] = []
    while len(tokens) < 3:
        await till.give("mem_ann", 1, f"{len(tokens)}")
        told = pb.WatchResponse()
        while not told.postings:
            response = await watching.read()
            assert isinstance(response, pb.WatchResponse)
            told = response
        tokens.append(told.token)
    watching.cancel()
    await till.give("mem_bob", 1, "3")
    for number, token in enumerate(tokens):
        got: list[str] = []
        async with asyncio.timeout(60):
            async for response in operator.ledger.Watch(
                pb.WatchRequest(after=lost(token, "postings"))
            ):
                got += [posting.request_id.partition("/")[0] for posting in response.postings]
                if "3" in got:
                    break
        assert got == [f"{n}" for n in range(number + 1, 4)]


async def test_what_a_posting_moves_reaches_a_watcher_with_its_expiries(points: Points) -> None:
    till = points.till()
    await till.ledger.CreatePosting(earning("mem_ann", 5, "r", expire_time=NOON + DAY))
    points.clock.advance(2 * DAY)
    watching = points.operator().ledger.Watch(pb.WatchRequest(from_now=True))
    await watching.read()
    await till.give("mem_ann", 1, "next")
    kinds: list[int] = []
    async with asyncio.timeout(60):
        while len(kinds) < 2:
            response = await watching.read()
            assert isinstance(response, pb.WatchResponse)
            kinds += [posting.kind for posting in response.postings]
    assert kinds == [pb.POSTING_KIND_EXPIRE, pb.POSTING_KIND_ADJUST]
    watching.cancel()


async def test_a_brand_that_does_not_exist_has_no_feed(points: Points) -> None:
    nobody = points.operator("nowhere").ledger
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await nobody.Watch(pb.WatchRequest()).read()
    reason = reason_of(caught.value)
    assert reason is not None
    assert reason.reason == "PROGRAMME_MISSING"


async def test_watchers_beyond_a_callers_share_are_refused_and_nobody_else_waits(
    points: Points,
) -> None:
    operator = points.operator().ledger
    watching = [operator.Watch(pb.WatchRequest(from_now=True)) for _ in range(20)]
    told = await asyncio.gather(*(one.read() for one in watching), return_exceptions=True)
    refused = [one for one in told if isinstance(one, grpc.aio.AioRpcError)]
    assert len(refused) == 20 - STREAMS_PER_CALLER[Role.OPERATOR]
    assert {one.code() for one in refused} == {grpc.StatusCode.RESOURCE_EXHAUSTED}
    # Who waited for a watcher would wait for ever.
    async with asyncio.timeout(30):
        await asyncio.gather(*(points.till().give("mem_ann", 1, f"{n}") for n in range(50)))
    for one in watching:
        one.cancel()

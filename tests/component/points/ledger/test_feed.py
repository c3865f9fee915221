"""The Ledger service over gRPC: its postings as a feed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from services.common.auth import ALL_BRANDS, Caller, Role
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
        async with asyncio.timeout(10):
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
    async with asyncio.timeout(10):
        while len(kinds) < 2:
            response = await watching.read()
            assert isinstance(response, pb.WatchResponse)
            kinds += [posting.kind for posting in response.postings]
    assert kinds == [pb.POSTING_KIND_EXPIRE, pb.POSTING_KIND_ADJUST]
    watching.cancel()

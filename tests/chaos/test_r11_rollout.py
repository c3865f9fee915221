"""R11: a rollout loses nothing. Each of two replicas is replaced in turn under load.

As in a cluster: SIGTERM, NOT_SERVING, drain, end; then a new process at the same address.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import grpc

from services.common import mongo
from services.common.channel import RECONNECT_MS_MAX
from services.points.wiring import migrate
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import ledger_pb2_grpc
from tests.chaos.fleet import Fleet, replicas, till, until
from tests.chaos.suite import BRAND, gift

CALLERS = 8
OWNERS = 50
THINKING_S = 0.1
CALL_TIMEOUT_S = 5.0
WARM_S = 0.5
CONNECTED_S = RECONNECT_MS_MAX / 1000 + 0.2
"""By then all clients have found the new replica, which serves before the old one ends."""
DRAIN_S_MAX = 5.0
"""Calls are short, so a longer shutdown would be waiting for a stream that never ends."""


@dataclass
class Load:
    """Callers that never retry: a failed call counts as failed."""

    ledger: ledger_pb2_grpc.LedgerAsyncStub
    answered: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    posted: set[str] = field(default_factory=set)
    over: bool = False

    async def call(self, caller: int) -> None:
        number = 0
        while not self.over:
            owner = f"mem_{random.randrange(OWNERS):02}"
            name = pb.AccountName(owner=owner, asset="POINTS")
            number += 1
            try:
                answer = await self.ledger.CreatePosting(
                    gift(f"{caller}/{number}", owner), timeout=CALL_TIMEOUT_S
                )
                self.posted.add(answer.posting.id)
                await self.ledger.GetBalances(
                    pb.GetBalancesRequest(accounts=[name]), timeout=CALL_TIMEOUT_S
                )
                self.answered += 2
            except grpc.aio.AioRpcError as error:
                self.failed[f"{error.code()}: {error.details()}"] += 1
            await asyncio.sleep(random.uniform(0, THINKING_S))


@dataclass
class Reader:
    """Follows the feed; when the stream ends, it resumes after the last event."""

    ledger: ledger_pb2_grpc.LedgerAsyncStub
    seen: list[str] = field(default_factory=list)
    streams: int = 0

    async def read(self) -> None:
        token = ""
        while True:
            self.streams += 1
            try:
                async for response in self.ledger.Watch(pb.WatchRequest(after=token)):
                    self.seen += [posting.id for posting in response.postings]
                    token = response.token
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.UNAVAILABLE:
                    raise
            await asyncio.sleep(THINKING_S)


async def test_r11_replacing_both_replicas_under_load_fails_no_call(
    fleet: Fleet, mongo_url: str, db_name: str
) -> None:
    db = mongo.connect(mongo_url, db_name)
    await migrate(db)
    stored: dict[str, Any] = {"mongo_url": mongo_url, "mongo_db": db_name}
    points = [fleet.start("points", **stored) for _ in range(2)]
    for process in points:
        await process.ready()
    async with AsyncExitStack() as closing:
        channel = fleet.channel(replicas(*(each.port for each in points)), till(BRAND))
        closing.push_async_callback(channel.close)
        load = Load(ledger_pb2_grpc.LedgerStub(channel))
        # A brand without a programme has a feed once something was written for it.
        first = await load.ledger.CreatePosting(gift("first", "mem_00"))
        load.posted.add(first.posting.id)
        reader = Reader(ledger_pb2_grpc.LedgerStub(channel))
        reading = asyncio.create_task(reader.read())
        closing.callback(reading.cancel)
        async with asyncio.TaskGroup() as group:
            for caller in range(CALLERS):
                group.create_task(load.call(caller))
            for process, settle_s in zip(points, (CONNECTED_S, 0.0), strict=True):
                await asyncio.sleep(WARM_S)
                seconds = await process.end()
                assert process.child.exit_code == 0
                assert seconds < DRAIN_S_MAX
                process.launch()
                await process.ready()
                await asyncio.sleep(settle_s)
            load.over = True
        assert load.failed == {}
        assert load.answered > CALLERS

        async def all_read() -> bool:
            assert not reading.done(), reading.exception()
            return len(reader.seen) >= len(load.posted)

        await until(all_read)
        assert Counter(reader.seen) == Counter(load.posted)
        assert reader.streams > 1
    exit_code, said = await fleet.verify(**stored)
    assert exit_code == 0, said
    await db.client.drop_database(db_name)
    await mongo.close(db)

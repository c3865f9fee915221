"""R1: an acknowledged write is never lost. R2: one effect per request id, for ever.

Two points processes write to a replica set of three. Processes and primaries are killed at random
while clients post. TESSERA_CHAOS_POSTINGS says how many postings it takes.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.local.servers import MongoServer
from services.common import mongo
from services.points.wiring import migrate
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import ledger_pb2_grpc
from tests.chaos.clients import BRANDS, OWNERS, Acknowledgements, Clients, insist
from tests.chaos.fleet import Fleet, Process, replicas, till
from tests.chaos.replica_set import ReplicaSet

POSTINGS = int(os.environ.get("TESSERA_CHAOS_POSTINGS", "1500"))
TIMEOUT_S = 60 + POSTINGS / 50
CALLERS = 24
PAUSES_S = (0.1, 0.6)
BATCH = 500
EACH_MIN = 1
"""How often each kind of failure happens at least."""
QUIET_SIGNS = 2
"""After this many heartbeats without postings, the feed has sent everything."""

Ledgers = dict[str, "ledger_pb2_grpc.LedgerAsyncStub"]


@asynccontextmanager
async def ledgers_of(fleet: Fleet, points: Sequence[Process]) -> AsyncIterator[Ledgers]:
    """Each brand's till at both replicas."""
    address = replicas(*(process.port for process in points))
    channels = {brand: fleet.channel(address, till(brand)) for brand in BRANDS}
    yield {brand: ledger_pb2_grpc.LedgerStub(channel) for brand, channel in channels.items()}
    for channel in channels.values():
        await channel.close()


async def harm_until(
    enough: asyncio.Event,
    clients: Clients,
    chance: random.Random,
    points: Sequence[Process],
    replica_set: ReplicaSet,
) -> Counter[str]:
    """Cause failures until there are enough postings and failures of each kind; counts them."""
    kinds = ("replica killed", "primary stepped down", "primary killed")
    done: Counter[str] = Counter()
    while clients.begun < POSTINGS or any(done[kind] < EACH_MIN for kind in kinds):
        await asyncio.sleep(chance.uniform(*PAUSES_S))
        kind = chance.choice([kind for kind in kinds if done[kind] < EACH_MIN] or kinds)
        done[kind] += 1
        if kind == "primary stepped down":
            await replica_set.step_down()
        elif kind == "primary killed":
            await replica_set.kill_primary()
        else:
            replica = chance.choice(points)
            replica.kill()
            replica.launch()
            await replica.ready()
    enough.set()
    return done


@pytest.mark.timeout(TIMEOUT_S)
async def test_r1_r2_r3_each_acknowledged_posting_is_written_once_despite_kills(
    fleet: Fleet,
    three_mongo: MongoServer,
    db_name: str,
    seed: str,
    chance: random.Random,
    tmp_path: Path,
) -> None:
    replica_set = ReplicaSet(three_mongo)
    await replica_set.healthy()
    stored: dict[str, Any] = {"mongo_url": three_mongo.url, "mongo_db": db_name}
    db = mongo.connect(three_mongo.url, db_name)
    await migrate(db)
    points = [fleet.start("points", **stored) for _ in range(2)]
    acknowledgements = Acknowledgements(tmp_path / "acknowledged")
    for replica in points:
        await replica.ready()

    async with ledgers_of(fleet, points) as ledgers:
        clients = Clients(seed, ledgers, acknowledgements)
        enough = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for _ in range(CALLERS):
                group.create_task(clients.work(enough))
            harm = await harm_until(enough, clients, chance, points, replica_set)
        await replica_set.healthy()
        print(f"{clients.begun} postings, {dict(harm)}")

        told = acknowledgements.read()
        assert set(told) == set(range(clients.begun))
        expected = Counter(
            f"{clients.brand(n)}/chaos/{n}" for n, one in told.items() if one.posting_id
        )
        assert await written(ledgers) == expected
        await assert_replays_are_first_answers(clients, ledgers)
        assert await written(ledgers) == expected
        assert await balances(ledgers) == clients.balances(told)

    exit_code, said = await fleet.verify(**stored)
    assert exit_code == 0, said
    assert said.count("green") == len(BRANDS), said
    await mongo.close(db)


async def written(ledgers: Ledgers) -> Counter[str]:
    """The number of times that each request is in the ledger's feed, from the beginning."""
    feeds = await asyncio.gather(*(in_feed(brand, ledgers[brand]) for brand in BRANDS))
    return sum(feeds, Counter())


async def in_feed(brand: str, ledger: ledger_pb2_grpc.LedgerAsyncStub) -> Counter[str]:
    found: Counter[str] = Counter()
    quiet = 0
    feed = ledger.Watch(pb.WatchRequest())
    async for response in feed:
        found.update(f"{brand}/{posting.request_id}" for posting in response.postings)
        quiet = 0 if response.postings else quiet + 1
        if quiet == QUIET_SIGNS:
            break
    feed.cancel()
    return found


async def assert_replays_are_first_answers(clients: Clients, ledgers: Ledgers) -> None:
    """Sends every acknowledged request again, to either replica."""
    for brand in BRANDS:
        numbers = [
            number
            for number, one in clients.acknowledgements.read().items()
            if one.posting_id and clients.brand(number) == brand
        ]
        told = clients.acknowledgements.read()
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            again = pb.BatchCreatePostingsRequest(requests=map(clients.request, some))
            results = (await insist(ledgers[brand].BatchCreatePostings, again)).results
            for number, result in zip(some, results, strict=True):
                assert result.replayed, (number, result)
                assert result.posting.id == told[number].posting_id


async def balances(ledgers: Ledgers) -> dict[tuple[str, str], int]:
    """The members' balances by the ledger, without zeros."""
    names = [pb.AccountName(owner=owner, asset="POINTS") for owner in OWNERS]
    found: dict[tuple[str, str], int] = {}
    for brand, ledger in ledgers.items():
        answer = await insist(ledger.GetBalances, pb.GetBalancesRequest(accounts=names))
        found |= {(brand, one.owner): one.posted for one in answer.balances}
    return found

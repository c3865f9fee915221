"""How late a segment is: from an activity that is sent to the event that its member entered one.

A process of members on a mongod of this machine takes orders at a steady rate, SIZE a call, each of
a member of their own, whom it brings into a segment. A watcher of the feed notes when the event
came. A lag counts from the sending of the call, so it holds the recording as well. `follows` is the
process's own share: what it takes from the answer on.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from bench import report
from bench.ledger_documents import BRAND
from bench.member_cards import DB, Process, made_member, process_of, publish, quiet
from bench.points import cpu_us
from deploy.local.servers import MongoServer, start_mongo
from services.common import mongo
from services.common.auth import Caller, Role, TokenIssuer, make_keys
from services.common.cache import NoCache
from services.common.watch import Feed
from services.members.identities.domain.member import Member
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage import vault as vaults
from services.members.vault.storage.vault import Vault
from services.members.wiring import migrate
from tessera.members.v1 import activities_pb2, activities_pb2_grpc, events_pb2, events_pb2_grpc
from tessera.types.v1 import types_pb2

RATES = (100, 500)
SIZE = 10
SECONDS, QUICK_SECONDS = 12.0, 4.0
ENROLLED = 200
SEGMENT = "milk_tea_fans"
"""Five drinks of milk tea, and an order of the last 30 days: one order is enough."""
WAIT_S = 120.0
SCOPES = frozenset({"orders"})


@dataclass
class Seen:
    """When each member's order was sent, was answered, and was followed by the event."""

    sent: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    entered: dict[str, float] = field(default_factory=dict)


def run(quick: bool) -> None:
    """Print the lag at each rate."""
    with tempfile.TemporaryDirectory(prefix="bench-lag-") as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=0.5)
        try:
            uvloop.run(_measure(folder, server, QUICK_SECONDS if quick else SECONDS))
        finally:
            server.stop()


async def _measure(folder: Path, server: MongoServer, seconds: float) -> None:
    make_keys(folder / "keys")
    vault = vaults.load(folder / "keys", "development")
    db = mongo.connect(server.url, DB)
    await migrate(db)
    counts = [int(rate * seconds) for rate in (RATES[0], *RATES)]
    ids = [f"mem_bench{number:017d}" for number in range(sum(counts))]
    await _fill(db, vault, ids)
    async with process_of("members", folder, server, "") as process:
        await publish(process)
        seen = Seen()
        # A channel, as in a store: what an operator writes stands in the audit log, one by one.
        till = _signed(folder, Caller(BRAND, "pos", Role.CHANNEL, scopes=SCOPES))
        watching = asyncio.create_task(_watch(process, folder, seen))
        try:
            # The first turn warms the process.
            for number, (rate, count) in enumerate(zip((RATES[0], *RATES), counts, strict=True)):
                print(f"segment lag: {rate}/s, turn {number + 1}", file=sys.stderr)
                # A programme that is published lets all members be judged, and others follow that.
                await quiet(process)
                some, ids = ids[:count], ids[count:]
                before = cpu_us(process.pid) + cpu_us(server.pids[0])
                began = time.perf_counter()
                await _load(process, till, rate, some, seen)
                took = time.perf_counter() - began
                await _all_entered(seen, some, watching)
                spent = cpu_us(process.pid) + cpu_us(server.pids[0]) - before
                if number:
                    _print(rate, seen, some, count / took, spent / count)
        finally:
            watching.cancel()
    await mongo.close(db)


async def _fill(db: mongo.Database, vault: Vault, ids: Sequence[str]) -> None:
    store = MembersStore(db, Feed(db), vault, NoCache())
    enrolled = datetime.now(UTC) - timedelta(days=100)
    for first in range(0, len(ids), ENROLLED):
        some = [made_member(int(each[-17:]), each, enrolled) for each in ids[first:][:ENROLLED]]
        await store.transact(partial(_enrol, members=some))


async def _enrol(unit: Unit, members: Sequence[Member]) -> None:
    await unit.identities.add(members)


async def _watch(process: Process, folder: Path, seen: Seen) -> None:
    stub: Any = events_pb2_grpc.EventsStub(process.channel)
    request = events_pb2.WatchRequest(from_now=True)
    metadata = _signed(folder, Caller(BRAND, "watcher", Role.SERVICE))
    async for answer in stub.Watch(request, metadata=metadata):
        now = time.perf_counter()
        for event in answer.events:
            if event.segment_entered.segment == SEGMENT:
                seen.entered[event.member_id] = now


def _signed(folder: Path, caller: Caller) -> Sequence[tuple[str, str]]:
    token = TokenIssuer(folder / "keys").mint(caller, timedelta(hours=1))
    return (("authorization", f"Bearer {token}"),)


async def _load(
    process: Process, till: Sequence[tuple[str, str]], rate: int, ids: Sequence[str], seen: Seen
) -> None:
    """Send so many orders a second without waiting for answers; then wait for all of them."""
    stub: Any = activities_pb2_grpc.ActivitiesStub(process.channel)
    began, calls = time.perf_counter(), []

    async def call(some: Sequence[str]) -> None:
        request = activities_pb2.RecordActivitiesRequest(activities=map(_order, some))
        sent = time.perf_counter()
        answer = await stub.RecordActivities(request, metadata=till)
        told = {each.state for each in answer.results}
        assert told == {activities_pb2.RECORD_STATE_RECORDED}, answer.results[0]
        done = time.perf_counter()
        seen.sent.update(dict.fromkeys(some, sent))
        seen.answered.update(dict.fromkeys(some, done))

    for number in range(0, len(ids), SIZE):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        calls.append(asyncio.create_task(call(ids[number : number + SIZE])))
    await asyncio.gather(*calls)


def _order(member_id: str) -> types_pb2.Activity:
    message = types_pb2.Activity(
        channel="pos",
        event_id=f"o-{member_id}",
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_ORDER,
        store_id="store-01",
    )
    message.occur_time.FromDatetime(datetime.now(UTC))
    message.order.order_id = f"o-{member_id}"
    message.order.total.currency_code, message.order.total.minor_units = "CNY", 9_000
    message.order.lines.add(
        line_id="1", sku="cheese_tea", series="milk_tea", quantity=5, amount_minor=9_000
    )
    return message


async def _all_entered(seen: Seen, ids: Sequence[str], watching: asyncio.Task[None]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not seen.entered.keys() >= set(ids):
            if watching.done():
                await watching
            await asyncio.sleep(0.05)


def _print(rate: int, seen: Seen, ids: Sequence[str], per_s: float, spent_us: float) -> None:
    lags = sorted((seen.entered[each] - seen.sent[each]) * 1000 for each in ids)
    follows = sorted((seen.entered[each] - seen.answered[each]) * 1000 for each in ids)
    report.line(
        f"segment lag/p99 at {rate:,} activities/s",
        lags[len(lags) * 99 // 100],
        "ms",
        p50_ms=lags[len(lags) // 2],
        longest_ms=lags[-1],
        follows_p50_ms=follows[len(follows) // 2],
        follows_p99_ms=follows[len(follows) * 99 // 100],
        activities=len(ids),
        activities_per_s=per_s,
        cpu_us=spent_us,
    )

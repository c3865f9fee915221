"""What a member's card costs the members service: from MongoDB, and through Redis.

Two processes on one database and the same members, one with Redis and one without, take turns. All
of a turn's answers are waited for, so neither works in the other's turn. The members are warm: each
process has read each once, as in an app that its members have open. `cold` reads each once more
after Redis was flushed, which is what a miss costs.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import redis as redis_client
import uvloop

from bench import report
from bench.ledger_documents import BRAND
from bench.points import HOST, ROOT, cpu_us
from deploy.local.ports import free_port
from deploy.local.process import Child
from deploy.local.servers import MongoServer, RedisServer, start_mongo, start_redis
from services.common import mongo
from services.common.auth import Caller, Role, TokenIssuer, make_keys
from services.common.cache import NoCache
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.activities.domain.facts import Facts
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import NextJudgement, Standing
from services.members.unit_of_work import MembersStore, Unit
from services.members.vault.storage import vault as vaults
from services.members.wiring import migrate
from tessera.members.v1 import members_pb2, programmes_pb2, programmes_pb2_grpc

MEMBERS = 1_000
DAYS = 20
"""Days with an order, and with growth, of each member."""
CASES = ((1, 16), (1, 64), (50, 16))
"""Cards in a call, and callers."""
ROUNDS = 3
SECONDS = 2.0
DB = "members"
GET = "/tessera.members.v1.Members/BatchGetMembers"
CALL_TIMEOUT_S = 30.0
START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 10.0
QUIET_WITHIN_S = 120.0
LOOK_S, IDLE_US = 2.0, 100_000.0
"""Idle is less than so much processor time a second."""


@dataclass(frozen=True)
class Process:
    """A process of members, and a channel to it on which an operator calls."""

    name: str
    pid: int
    channel: grpc.aio.Channel
    metadata: Sequence[tuple[str, str]]

    async def cards(self, ids: Sequence[str]) -> bytes:
        stub: Any = self.channel.unary_unary(GET)
        request = members_pb2.BatchGetMembersRequest(member_ids=ids).SerializeToString()
        answer: bytes = await stub(request, metadata=self.metadata, timeout=CALL_TIMEOUT_S)
        return answer


@dataclass
class Figures:
    """Of the turns of one process in one case; processor times and commands are for one card."""

    per_s: list[float] = field(default_factory=list)
    waits_ms: list[float] = field(default_factory=list)
    members_us: list[float] = field(default_factory=list)
    mongod_us: list[float] = field(default_factory=list)
    redis_us: list[float] = field(default_factory=list)
    finds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Stores:
    """The servers, whose processor time counts too."""

    mongo: MongoServer
    redis: RedisServer
    db: Database

    async def finds(self) -> int:
        """Queries that mongod has answered so far."""
        status = await self.db.client.admin.command("serverStatus")
        return int(status["opcounters"]["query"])


def run(quick: bool) -> None:
    """Print cards a second, waits, processor times and MongoDB's queries, for each case."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "redis").mkdir()
        mongod = start_mongo(folder / "mongo", cache_gb=0.5)
        redis = start_redis(folder / "redis")
        try:
            uvloop.run(_measure(folder, mongod, redis, quick))
        finally:
            redis.stop()
            mongod.stop()


async def _measure(folder: Path, mongod: MongoServer, redis: RedisServer, quick: bool) -> None:
    rounds, seconds = (1, 1.0) if quick else (ROUNDS, SECONDS)
    keys = folder / "keys"
    make_keys(keys)
    db = mongo.connect(mongod.url, DB)
    stores = Stores(mongod, redis, db)
    await migrate(db)
    ids = await _fill(db, keys)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(mongo.close, db)
        processes = [
            await stack.enter_async_context(process_of(name, folder, mongod, url))
            for name, url in (("mongodb", ""), ("redis", redis.url))
        ]
        await publish(processes[0])
        await quiet(processes[0])
        same = [await process.cards(ids[:50]) for process in processes * 2]
        assert len(set(same)) == 1, "all show the same cards"
        for size, callers in CASES:
            kinds = {process.name: Figures() for process in processes}
            kinds["cold"] = Figures()
            for number in range(rounds):
                said = f"member cards: {size} a call, round {number + 1} of {rounds}"
                print(said, file=sys.stderr)
                for process in processes:
                    await _warm(process, ids)
                    asked = _for_a_while(ids, size, seconds)
                    await _turn(process, stores, callers, asked, size, kinds[process.name])
                with redis_client.Redis.from_url(redis.url) as client:
                    client.flushall()
                once = iter([ids[at : at + size] for at in range(0, len(ids), size)])
                await _turn(processes[1], stores, callers, once, size, kinds["cold"])
            for kind, figures in kinds.items():
                _print(f"member cards/{size} a call/{callers} callers/{kind}", figures)
            _compare(f"member cards/{size} a call/{callers} callers", kinds)


def _for_a_while(ids: list[str], size: int, seconds: float) -> Iterator[list[str]]:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        yield random.sample(ids, size)


async def _warm(process: Process, ids: list[str]) -> None:
    for at in range(0, len(ids), 100):
        await process.cards(ids[at : at + 100])


async def _turn(
    process: Process,
    stores: Stores,
    callers: int,
    asked: Iterator[list[str]],
    size: int,
    figures: Figures,
) -> None:
    pids = process.pid, stores.mongo.pids[0], stores.redis.child.pid
    calls = 0

    async def call_on() -> None:
        nonlocal calls
        for ids in asked:
            sent = time.perf_counter()
            await process.cards(ids)
            figures.waits_ms.append((time.perf_counter() - sent) * 1000)
            calls += 1

    found = await stores.finds()
    before = [cpu_us(pid) for pid in pids]
    began = time.perf_counter()
    await asyncio.gather(*(call_on() for _ in range(callers)))
    took_s = time.perf_counter() - began
    spent = [(cpu_us(pid) - was) / calls / size for pid, was in zip(pids, before, strict=True)]
    figures.per_s.append(calls / took_s)
    figures.finds.append((await stores.finds() - found) / calls / size)
    for times, each in zip(
        (figures.members_us, figures.mongod_us, figures.redis_us), spent, strict=True
    ):
        times.append(each)


def _print(name: str, figures: Figures) -> None:
    waits = sorted(figures.waits_ms)
    report.line(
        name,
        statistics.median(figures.per_s),
        "calls/s",
        p50_ms=waits[len(waits) // 2],
        p99_ms=waits[len(waits) * 99 // 100],
        members_us=statistics.median(figures.members_us),
        mongod_us=statistics.median(figures.mongod_us),
        redis_us=statistics.median(figures.redis_us),
        mongodb_queries=statistics.median(figures.finds),
    )


def _compare(name: str, kinds: dict[str, Figures]) -> None:
    def of_redis(figure: Callable[[Figures], list[float]]) -> float:
        pairs = zip(figure(kinds["redis"]), figure(kinds["mongodb"]), strict=True)
        return statistics.median(through / straight for through, straight in pairs)

    def cpu(figures: Figures) -> list[float]:
        times = zip(figures.members_us, figures.mongod_us, figures.redis_us, strict=True)
        return [sum(each) for each in times]

    straight = statistics.median(kinds["mongodb"].per_s)
    report.line(
        f"{name}/redis against mongodb",
        of_redis(lambda figures: figures.per_s),
        "x",
        divided_by=f"{report.significant(straight)} calls/s from MongoDB",
        by_cpu=of_redis(cpu),
        by_cpu_of_members=of_redis(lambda figures: figures.members_us),
        by_cpu_of_mongod=of_redis(lambda figures: figures.mongod_us),
    )


async def _fill(db: Database, keys: Path) -> list[str]:
    """Members with a phone, an openid, orders and growth."""
    store = MembersStore(db, Feed(db), vaults.load(keys, "development"), NoCache())
    now = datetime.now(UTC)
    days = [now.date() - timedelta(days=7 * back) for back in range(DAYS)]
    ids = [f"mem_bench{number:017d}" for number in range(MEMBERS)]

    async def write(unit: Unit) -> None:
        await unit.identities.add(
            [made_member(number, each, now) for number, each in enumerate(ids)]
        )
        judged = dict.fromkeys(ids, NextJudgement(None, 1))
        standing = Standing(DailyTotals(100 * DAYS, dict.fromkeys(days, 100)), sequence=DAYS)
        facts = Facts(
            now,
            DailyTotals(DAYS, dict.fromkeys(days, 1)),
            DailyTotals(100 * DAYS, dict.fromkeys(days, 100)),
            {day.toordinal() for day in days[:4]},
            standing=standing,
        )
        await unit.tiers.keep_standings(BRAND, Source.GROWTH, dict.fromkeys(ids, standing), judged)
        await unit.activities.keep_facts(BRAND, dict.fromkeys(ids, facts), judged)

    await store.transact(write)
    return ids


def made_member(number: int, member_id: str, now: datetime) -> Member:
    identities = (
        Identity(IdentityKind.PHONE, f"+86138{number:08d}"),
        Identity(IdentityKind.WECHAT_OPENID, f"o-bench-{number}"),
    )
    return Member(member_id, BRAND, identities, Profile("张三", "06-01", "zh"), "bench", now)


async def publish(process: Process) -> None:
    source = (ROOT / "examples" / "programmes" / "tea.yaml").read_text("utf-8")
    request = programmes_pb2.PublishProgrammeRequest(request_id="bench", source_yaml=source)
    stub = programmes_pb2_grpc.ProgrammesStub(process.channel)
    await stub.PublishProgramme(request, metadata=process.metadata)


async def quiet(process: Process) -> None:
    """Until the process does next to nothing: a programme that is published lets all members be
    judged."""
    async with asyncio.timeout(QUIET_WITHIN_S):
        spent_us = IDLE_US + 1.0
        while spent_us > IDLE_US:
            before = cpu_us(process.pid)
            await asyncio.sleep(LOOK_S)
            spent_us = (cpu_us(process.pid) - before) / LOOK_S


@asynccontextmanager
async def process_of(
    name: str, folder: Path, mongod: MongoServer, redis_url: str
) -> AsyncIterator[Process]:
    keys, port = folder / "keys", free_port()
    settings = {
        "TESSERA_HOST": HOST,
        "TESSERA_PORT": str(port),
        "TESSERA_MONGO_URL": mongod.url,
        "TESSERA_MONGO_DB": DB,
        "TESSERA_REDIS_URL": redis_url,
        "TESSERA_KEYS_DIR": str(keys),
        "TESSERA_POINTS_ADDRESS": f"{HOST}:{free_port()}",
        "TESSERA_LOG_LEVEL": "error",
    }
    path = os.pathsep.join((str(ROOT), str(ROOT / "protos" / "gen")))
    env = {key: text for key, text in os.environ.items() if not key.startswith("TESSERA_")}
    command = [sys.executable, "-m", "services.members"]
    child = Child(name, command, folder / f"{name}.log", {**env, "PYTHONPATH": path, **settings})
    child.launch()
    caller = Caller(
        BRAND, "bench", Role.OPERATOR, scopes=frozenset({"programmes", "members", "orders"})
    )
    token = TokenIssuer(keys).mint(caller, timedelta(hours=2))
    try:
        async with grpc.aio.insecure_channel(f"{HOST}:{port}") as channel:
            async with asyncio.timeout(START_TIMEOUT_S):
                await channel.channel_ready()
            yield Process(name, child.pid, channel, (("authorization", f"Bearer {token}"),))
    finally:
        child.stop(timeout_s=STOP_TIMEOUT_S)

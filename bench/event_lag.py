"""The lag from an event of the ledger to its effect in another service, at a steady rate.

Turns without and with a follower have the same rate of postings; the difference is the follower's
cost for the points process and mongod. The lag runs from the record time of a posting, before its
commit, to the time when another process has written the effect, majority and journaled.
"""

import asyncio
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import uvloop

from bench import report
from bench.event_follower import READY
from bench.ledger import check
from bench.ledger_documents import ACCOUNTS, BRAND, batches, openings
from bench.points import BATCH, ROOT, Points, cpu_us, points
from deploy.local.servers import MongoServer, start_mongo
from services.common.auth import Caller, Role, TokenIssuer

RATES = (500, 2_000)
SIZE = 10
ROUNDS = 3
SECONDS = 6.0
LINE_BYTES_MAX = 64 * 1024 * 1024


@dataclass
class Figures:
    """The results of the turns at one rate."""

    points_us: list[float] = field(default_factory=list)
    mongod_us: list[float] = field(default_factory=list)
    follower_us: list[float] = field(default_factory=list)
    lags_ms: list[float] = field(default_factory=list)
    answers_ms: list[float] = field(default_factory=list)
    """The time that callers waited for their answer."""
    per_s: list[float] = field(default_factory=list)


@dataclass
class Following:
    """The follower's process, and its output: pairs of record time and lag, in ms."""

    pid: int
    told: list[tuple[int, float]] = field(default_factory=list)


def run(quick: bool) -> None:
    """Print the lag and the cost of an event at each rate."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=0.5)
        try:
            uvloop.run(_measure(folder, server, quick))
        finally:
            server.stop()


async def _measure(folder: Path, server: MongoServer, quick: bool) -> None:
    rounds, seconds = (1, 3.0) if quick else (ROUNDS, SECONDS)
    async with points(folder, server.url, "lag") as (process,):
        for request in openings(ACCOUNTS):
            check(await process.call(BATCH, request), 0)
        await _load(process, RATES[-1], seconds, Figures())
        for rate in RATES:
            alone, followed = Figures(), Figures()
            for number in range(rounds):
                print(f"event lag: {rate}/s, round {number + 1} of {rounds}", file=sys.stderr)
                await _turn(process, server, rate, seconds, alone, None)
                async with _following(process, server) as following:
                    await _turn(process, server, rate, seconds, followed, following)
                followed.lags_ms += [lag for _, lag in following.told]
            _print(rate, alone, followed)


async def _turn(
    process: Points,
    server: MongoServer,
    rate: int,
    seconds: float,
    figures: Figures,
    following: Following | None,
) -> None:
    pids = [process.pid, server.pids[0]] + ([following.pid] if following else [])
    before = [cpu_us(pid) for pid in pids]
    began = time.perf_counter()
    sent = await _load(process, rate, seconds, figures)
    figures.per_s.append(sent / (time.perf_counter() - began))
    spent = [(cpu_us(pid) - was) / sent for pid, was in zip(pids, before, strict=True)]
    figures.points_us.append(spent[0])
    figures.mongod_us.append(spent[1])
    figures.follower_us += spent[2:]


async def _load(process: Points, rate: int, seconds: float, figures: Figures) -> int:
    """Send this many postings a second without waiting; then wait for all answers."""
    made = list(itertools.islice(batches(ACCOUNTS, SIZE), int(rate * seconds / SIZE)))
    began = time.perf_counter()
    calls = []

    async def call(request: bytes) -> None:
        sent = time.perf_counter()
        check(await process.call(BATCH, request), SIZE)
        figures.answers_ms.append((time.perf_counter() - sent) * 1000)

    for number, request in enumerate(made):
        await asyncio.sleep(max(0.0, began + number * SIZE / rate - time.perf_counter()))
        calls.append(asyncio.create_task(call(request)))
    await asyncio.gather(*calls)
    return len(made) * SIZE


@asynccontextmanager
async def _following(process: Points, server: MongoServer) -> AsyncIterator[Following]:
    caller = Caller(BRAND, "follower", Role.SERVICE)
    token = TokenIssuer(process.keys).mint(caller, timedelta(hours=1))
    path = os.pathsep.join((str(ROOT), str(ROOT / "protos" / "gen")))
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.event_follower"),
        *(process.address, token, server.url, "lag_follower"),
        stdin=pipe,
        stdout=pipe,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        limit=LINE_BYTES_MAX,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    warming = asyncio.create_task(_warm(process))
    ready = await child.stdout.readline()
    warming.cancel()
    if ready.decode().strip() != READY:
        raise RuntimeError("the follower did not come up")
    await asyncio.sleep(1)
    began_ms = time.time() * 1000
    following = Following(child.pid)
    yield following
    await asyncio.sleep(1)
    child.stdin.close()
    told = json.loads(await child.stdout.readline())["told"]
    following.told = [(at_ms, lag) for at_ms, lag in told if at_ms >= began_ms]
    await child.wait()


async def _warm(process: Points) -> None:
    """Send postings until the follower reports that it follows."""
    for request in batches(ACCOUNTS, 1):
        await process.call(BATCH, request)
        await asyncio.sleep(0.2)


def _print(rate: int, alone: Figures, followed: Figures) -> None:
    ordered, answers = sorted(followed.lags_ms), sorted(followed.answers_ms)
    costs = [
        statistics.median(a) - statistics.median(b)
        for a, b in (
            (followed.points_us, alone.points_us),
            (followed.mongod_us, alone.mongod_us),
        )
    ]
    report.line(
        f"event lag/p99 at {rate:,} postings/s",
        ordered[len(ordered) * 99 // 100],
        "ms",
        p50_ms=ordered[len(ordered) // 2],
        answer_p50_ms=answers[len(answers) // 2],
        answer_p99_ms=answers[len(answers) * 99 // 100],
        longest_ms=ordered[-1],
        events=len(ordered),
        postings_per_s=statistics.median(followed.per_s),
        follower_cpu_us=statistics.median(followed.follower_us),
        points_cpu_us_more=costs[0],
        mongod_cpu_us_more=costs[1],
    )

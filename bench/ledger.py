"""The ledger: balance-checked postings over gRPC against plain writes of the same documents.

A real points process and mongod run on this machine; this process is the client. The compared cases
take turns within each round; a ratio is the median of the rounds' own ratios.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

import uvloop
from grpc_health.v1 import health_pb2

from bench import peers, report
from bench.fleet import TICKS_PER_S
from bench.ledger_documents import (
    ACCOUNTS,
    DocumentBatches,
    batches,
    document_batches,
    openings,
    singles,
)
from bench.points import BATCH, LEDGER, Points, points
from deploy.local.servers import MongoServer, start_mongo
from services.common import mongo
from services.common.mongo import Database, ReplaceOne
from tessera.points.v1 import ledger_pb2

DATABASE = "bench"
ONE = LEDGER + "CreatePosting"
EMPTY = "/grpc.health.v1.Health/Check"
CALLERS = 8
UNARY_CALLERS = 64
EMPTY_CALLERS = 16
"""As many calls without a token as one address may have open at a time."""
PLAIN_WRITERS = 2
FIRST_PER_S = 5_000
"""Requests are made before the clock starts, enough for about this rate."""
MEDICI_S = 5
CHECKED_EVERY = 50


@dataclass(frozen=True)
class Case:
    """Calls of `size` postings each, by `callers` concurrent callers."""

    path: str
    requests: Iterator[bytes]
    callers: int
    size: int


@dataclass
class Figures:
    """The results of the turns of one case."""

    per_s: list[float] = field(default_factory=list)
    latencies_ms: list[float] = field(default_factory=list)
    points_cpu_us: list[float] = field(default_factory=list)
    mongod_cpu_us: list[float] = field(default_factory=list)
    cpu_us: list[float] = field(default_factory=list)
    """Processor time of both processes (or of mongod and the driver) for one posting or call."""


@dataclass
class Servers:
    """The points process and mongod: calls to them, and their processor time."""

    db: Database
    points: Points
    mongod_pid: int

    async def call(self, path: str, request: bytes) -> bytes:
        """As `Points.call`, but without a deadline, whose header and timer would add cost."""
        stub: Any = self.points.channel.unary_unary(path)
        answer: bytes = await stub(request, metadata=self.points.metadata)
        return answer

    async def turn(self, case: Case, seconds: float, figures: Figures) -> None:
        """A closed loop for this many seconds; waits for every answer."""
        expected = max(figures.per_s, default=FIRST_PER_S) * seconds / case.size
        made = chain(list(islice(case.requests, int(expected * 1.3))), case.requests)
        cpu = cpu_s(self.points.pid), cpu_s(self.mongod_pid)
        began = time.perf_counter()
        done = 0

        async def caller() -> None:
            nonlocal done
            while time.perf_counter() < began + seconds:
                request = next(made)
                sent = time.perf_counter()
                answer = await self.call(case.path, request)
                figures.latencies_ms.append((time.perf_counter() - sent) * 1000)
                done += case.size
                if case.path == BATCH and len(figures.latencies_ms) % CHECKED_EVERY == 0:
                    check(answer, case.size)

        await asyncio.gather(*(caller() for _ in range(case.callers)))
        figures.per_s.append(done / (time.perf_counter() - began))
        points_us = (cpu_s(self.points.pid) - cpu[0]) / done * 1e6
        mongod_us = (cpu_s(self.mongod_pid) - cpu[1]) / done * 1e6
        figures.points_cpu_us.append(points_us)
        figures.mongod_cpu_us.append(mongod_us)
        figures.cpu_us.append(points_us + mongod_us)

    async def plain(self, seconds: float, made: DocumentBatches, figures: Figures) -> None:
        """Write the same documents by the same driver, majority and journaled, without an index."""
        began, cpu = time.perf_counter(), cpu_s(self.mongod_pid) + time.process_time()
        done = 0

        async def writer() -> None:
            nonlocal done
            for accounts, postings in made:
                replaced = [ReplaceOne({"_id": a["_id"]}, a, upsert=True) for a in accounts]
                await self.db["plain_accounts"].bulk_write(replaced, ordered=False)
                await self.db["plain_postings"].insert_many(postings, ordered=False)
                done += len(accounts) + len(postings)
                if time.perf_counter() > began + seconds:
                    return

        await asyncio.gather(*(writer() for _ in range(PLAIN_WRITERS)))
        figures.per_s.append(done / (time.perf_counter() - began))
        spent = cpu_s(self.mongod_pid) + time.process_time() - cpu
        figures.cpu_us.append(spent / done * 1e6)


def run(quick: bool) -> None:
    """Measure and print the ledger's figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=1.0)
        try:
            uvloop.run(_measure(folder, server, quick))
            _medici(server, quick)
        finally:
            server.stop()


async def _measure(folder: Path, server: MongoServer, quick: bool) -> None:
    cases = {
        "5,000 accounts": Case(BATCH, batches(ACCOUNTS, 32), CALLERS, 32),
        "5,000 accounts, 1,024 in flight": Case(BATCH, batches(ACCOUNTS, 128), CALLERS, 128),
        "one account": Case(BATCH, batches(1, 32), CALLERS, 32),
        "unary": Case(ONE, singles(ACCOUNTS), UNARY_CALLERS, 1),
        "empty": Case(EMPTY, repeat(_health()), EMPTY_CALLERS, 1),
    }
    figures: Mapping[str, Figures] = defaultdict(Figures)
    rounds, seconds = (3, 1.5) if quick else (7, 4.0)
    async with _started(folder, server) as servers:
        for request in openings(ACCOUNTS):
            check(await servers.call(BATCH, request), 0)
        made = document_batches()
        await servers.plain(seconds, made, Figures())
        for case in cases.values():
            await servers.turn(case, seconds, Figures())
        for number in range(rounds):
            print(f"ledger: round {number + 1} of {rounds}", file=sys.stderr)
            await servers.plain(seconds, made, figures["plain"])
            for name, case in cases.items():
                await servers.turn(case, seconds, figures[name])
        _print(figures, cases)
        await _print_sizes(servers)


def _print(figures: Mapping[str, Figures], cases: Mapping[str, Case]) -> None:
    for name, case in cases.items():
        own = figures[name]
        other = "empty" if name in ("unary", "empty") else "plain"
        own_per_s = statistics.median(own.per_s)
        ordered = sorted(own.latencies_ms)
        more: dict[str, Any] = {
            "in_flight": case.callers * case.size,
            "p50_ms": ordered[len(ordered) // 2],
            "p99_ms": ordered[len(ordered) * 99 // 100],
            "points_cpu_us": statistics.median(own.points_cpu_us),
            "mongod_cpu_us": statistics.median(own.mongod_cpu_us),
        }
        against = statistics.median(figures[other].per_s)
        what = "empty calls" if other == "empty" else "plain documents"
        if name == "empty":
            report.line("ledger/empty calls", own_per_s, "calls/s", **more)
            continue
        ratios = [a / b for a, b in zip(own.per_s, figures[other].per_s, strict=True)]
        by_cpu = [b / a for a, b in zip(own.cpu_us, figures[other].cpu_us, strict=True)]
        report.line(
            f"ledger/postings/{name}",
            statistics.median(ratios),
            "x",
            divided_by=f"{what} ({report.significant(against)}/s)",
            by_cpu=statistics.median(by_cpu),
            postings_per_s=own_per_s,
            **more,
        )


async def _print_sizes(servers: Servers) -> None:
    # Sizes are those of the last checkpoint, a minute ago at most: make one.
    await servers.db.client.admin.command("fsync")
    stats = await servers.db.command("collStats", "postings")
    count = stats["count"]
    report.line(
        "ledger/bytes per posting",
        stats["size"] / count,
        "bytes",
        stored_bytes=stats["storageSize"] / count,
        index_bytes=stats["totalIndexSize"] / count,
        postings=count,
    )
    report.line("ledger/memory of the points process", memory_mb(servers.points.pid), "MB")


def _medici(server: MongoServer, quick: bool) -> None:
    node = peers.install()
    if node is None:
        return
    seconds = str(2 if quick else MEDICI_S)
    command = [str(node), str(peers.FOLDER / "medici.mjs"), server.url, seconds]
    done = subprocess.run(command, cwd=peers.FOLDER, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    for name, value in told.items():
        if name.endswith("per_s"):
            report.line(f"ledger/medici/{name}", value, "entries/s")


@asynccontextmanager
async def _started(folder: Path, server: MongoServer) -> AsyncIterator[Servers]:
    db = mongo.connect(server.url, DATABASE)
    async with points(folder, server.url, DATABASE) as (process,):
        yield Servers(db, process, server.pids[0])
    await mongo.close(db)


def check(answer: bytes, size: int) -> None:
    """Raises RuntimeError when a posting of a batch was refused."""
    results = ledger_pb2.BatchCreatePostingsResponse.FromString(answer).results
    refused = [result.reason for result in results if result.reason]
    if refused or len(results) < size:
        raise RuntimeError(f"{len(results)} results, refused: {refused[:3]}")


def cpu_s(pid: int) -> float:
    """The processor time that a process has used so far; 0 if the system has no /proc."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def memory_mb(pid: int) -> float:
    """The resident memory of a process; 0 if the system has no /proc."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    rows = dict(row.split(":", 1) for row in status.read_text().splitlines())
    return int(rows["VmRSS"].split()[0]) / 1024


def _health() -> bytes:
    request: bytes = health_pb2.HealthCheckRequest().SerializeToString()
    return request

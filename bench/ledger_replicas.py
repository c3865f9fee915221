"""Two points processes on the same accounts, like replicas: throughput and attempts of a batch.

In turns, the same callers call one process, and then both, half of the callers each. When the other
process has committed first, a batch is read and applied again.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from bench import report
from bench.ledger import check
from bench.ledger_documents import batches, openings
from bench.points import BATCH, Points, cpu_us, points
from deploy.local.servers import MongoServer, start_mongo
from services.common import mongo
from services.common.mongo import Database
from tessera.points.v1 import ledger_pb2 as pb

CASES = {"one account": 1, "500 accounts": 500, "5,000 accounts": 5_000}
CALLERS = 8
SIZE = 32
ROUNDS = 5
SECONDS = 3.0
DB = "replicas"
BUSY = "OVERLOADED"


@dataclass
class Figures:
    """The results of the turns of one case, by process if there are two."""

    per_s: list[float] = field(default_factory=list)
    least_part: list[float] = field(default_factory=list)
    """The share of postings that the slower process wrote."""
    attempts: list[float] = field(default_factory=list)
    longest_ms: float = 0.0
    turned_away: int = 0
    """Postings that were refused because the queue was too long for the busy machine."""
    cpu_us: list[float] = field(default_factory=list)


def run(quick: bool) -> None:
    """Print the throughput of one and of two processes, on one account and on many."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=0.5)
        try:
            uvloop.run(_measure(folder, server, quick))
        finally:
            server.stop()


async def _measure(folder: Path, server: MongoServer, quick: bool) -> None:
    rounds, seconds = (2, 1.0) if quick else (ROUNDS, SECONDS)
    figures: Mapping[tuple[str, int], Figures] = defaultdict(Figures)
    admin = mongo.connect(server.url, "admin")
    async with points(folder, server.url, DB, 2) as processes:
        for request in openings(max(CASES.values())):
            check(await processes[0].call(BATCH, request), 0)
        made = {name: batches(accounts, SIZE) for name, accounts in CASES.items()}
        for requests in made.values():
            await _turn(processes, server.pids[0], admin, requests, seconds, Figures())
        for number in range(rounds):
            print(f"ledger replicas: round {number + 1} of {rounds}", file=sys.stderr)
            for name, requests in made.items():
                for count in (1, 2):
                    some, own = processes[:count], figures[name, count]
                    await _turn(some, server.pids[0], admin, requests, seconds, own)
    await mongo.close(admin)
    for name in CASES:
        _print(name, figures[name, 1], figures[name, 2])


async def _turn(
    processes: Sequence[Points],
    mongod_pid: int,
    admin: Database,
    requests: Iterator[bytes],
    seconds: float,
    figures: Figures,
) -> None:
    """A closed loop for this many seconds; waits for every answer."""
    pids = [*(process.pid for process in processes), mongod_pid]
    cpu, before = sum(map(cpu_us, pids)), await _transactions(admin)
    began = time.perf_counter()
    done = [0] * len(processes)

    async def caller(number: int) -> None:
        which = number % len(processes)
        while time.perf_counter() < began + seconds:
            request = next(requests)
            sent = time.perf_counter()
            answer = await processes[which].call(BATCH, request)
            took_ms = (time.perf_counter() - sent) * 1000
            figures.longest_ms = max(figures.longest_ms, took_ms)
            written = _written(answer)
            done[which] += written
            figures.turned_away += SIZE - written

    await asyncio.gather(*(caller(number) for number in range(CALLERS)))
    total = sum(done)
    figures.per_s.append(total / (time.perf_counter() - began))
    figures.least_part.append(min(done) / total)
    after = await _transactions(admin)
    begun, committed = after[0] - before[0], after[1] - before[1]
    figures.attempts.append(begun / committed)
    figures.cpu_us.append((sum(map(cpu_us, pids)) - cpu) / total)


def _written(answer: bytes) -> int:
    """The number of postings written; the others were refused as overload, else RuntimeError."""
    results = pb.BatchCreatePostingsResponse.FromString(answer).results
    refused = [result.reason for result in results if result.reason]
    if set(refused) - {BUSY}:
        raise RuntimeError(f"refused: {refused[:3]}")
    return len(results) - len(refused)


async def _transactions(admin: Database) -> tuple[int, int]:
    """The numbers of transactions begun and committed so far."""
    told = (await admin.command("serverStatus"))["transactions"]
    return int(told["totalStarted"]), int(told["totalCommitted"])


def _print(name: str, one: Figures, two: Figures) -> None:
    alone = statistics.median(one.per_s)
    ratios = [a / b for a, b in zip(two.per_s, one.per_s, strict=True)]
    report.line(
        f"ledger replicas/two processes/{name}",
        statistics.median(ratios),
        "x",
        divided_by=f"one process ({report.significant(alone)} postings/s)",
        postings_per_s=statistics.median(two.per_s),
        attempts_per_batch=statistics.median(two.attempts),
        attempts_per_batch_alone=statistics.median(one.attempts),
        slower_process_part=statistics.median(two.least_part),
        cpu_us=statistics.median(two.cpu_us),
        cpu_us_alone=statistics.median(one.cpu_us),
        longest_call_ms=two.longest_ms,
        turned_away=two.turned_away,
    )

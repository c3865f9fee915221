"""The cost of a posting and of reads as the ledger grows: in many accounts, and in one account.

Three ledgers of different sizes are filled through ImportPostings and take turns; each has a points
process and a mongod of its own. The cost is the processor time of both for one posting or call.
MongoDB writes changed pages in bursts, once in some thousand postings, so the cost of postings is
the total of all rounds; the cost of reads is the median.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import grpc
import uvloop

from bench import report
from bench.ledger import check, memory_mb
from bench.ledger_documents import ACCOUNTS, BRAND, batches, openings, owner
from bench.points import BATCH, LEDGER, STATEMENTS, Points, cpu_us, points
from deploy.local.servers import MongoServer, start_mongo
from services.common import mongo, pagination
from services.points.calendar.domain.month import month_of
from services.points.ledger.commands.ledger import ID_PREFIX
from services.points.statements.storage.rule_totals import MongoOrigins
from services.points.statements.storage.totals import MongoTotals
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import statements_pb2

SIZES = (10_000, 100_000, 1_000_000)
DEPTHS = (1_000, 10_000, 100_000)
QUICK = 10
"""A quick run has this many times fewer entries."""
IMPORT_SIZE = 1_000
BATCH_SIZE = 32
CALLERS = 8
ROUNDS = 5
POSTING_ROUNDS = 10
CALLS = 100
"""Batches, or reads, in a turn."""
ASSET = "POINTS"
SETTLE_S = 3.0

Call = tuple[str, bytes]
Middle = Callable[[Sequence[float]], float]


@dataclass
class Costs:
    """Processor time of one posting or call in each turn, in µs."""

    points: list[float] = field(default_factory=list)
    mongod: list[float] = field(default_factory=list)

    @property
    def both(self) -> list[float]:
        """The processor time of both processes in each turn."""
        return [sum(pair) for pair in zip(self.points, self.mongod, strict=True)]


@dataclass
class Ledger:
    """A points process, its mongod, and the number of entries written."""

    points: Points
    server: MongoServer
    db: str
    accounts: int
    size: int
    entries: int = 0

    @property
    def batches(self) -> int:
        """Batches of postings in a turn; few for a small ledger, which they would soon double."""
        return max(CALLERS, min(CALLS, self.size // BATCH_SIZE // 8))

    async def fill(self) -> None:
        """Import entries up to the ledger's size."""
        for request in openings(self.accounts):
            check(await self.points.call(BATCH, request), 0)
        while self.entries < self.size // IMPORT_SIZE * IMPORT_SIZE:
            with suppress(grpc.aio.AioRpcError):
                await self._import()

    async def _import(self) -> None:
        """Continue the import until it is complete, or the server closes the old connection."""
        left = (self.size - self.entries) // IMPORT_SIZE
        made = islice(batches(self.accounts, IMPORT_SIZE), left)
        async for answer in self.points.stream(LEDGER + "ImportPostings", _stream(made)):
            results = pb.ImportPostingsResponse.FromString(answer).results
            refused = [result.reason for result in results if result.reason]
            if refused:
                raise RuntimeError(f"refused: {refused[:3]}")
            self.entries += len(results)

    async def turn(self, costs: Costs, ops: int, work: Callable[[], Awaitable[None]]) -> None:
        """Measure `work`, which is this many operations."""
        mongod_pid = self.server.pids[0]
        before = cpu_us(self.points.pid), cpu_us(mongod_pid)
        await work()
        costs.points.append((cpu_us(self.points.pid) - before[0]) / ops)
        costs.mongod.append((cpu_us(mongod_pid) - before[1]) / ops)

    async def calls(self, made: Iterator[Call]) -> None:
        """Run all calls, `CALLERS` at a time."""

        async def caller() -> None:
            for path, request in made:
                answer = await self.points.call(path, request)
                if path == BATCH:
                    check(answer, BATCH_SIZE)
                    self.entries += BATCH_SIZE

        await asyncio.gather(*(caller() for _ in range(CALLERS)))


def run(quick: bool) -> None:
    """Print the cost by size, the cost of finance's reports, and of verifying one large account."""
    with tempfile.TemporaryDirectory() as name:
        uvloop.run(_measure(Path(name), QUICK if quick else 1))


async def _measure(folder: Path, less: int) -> None:
    for accounts, sizes in (1, DEPTHS), (ACCOUNTS, SIZES):
        async with AsyncExitStack() as stack:
            ledgers = []
            for size in (each // less for each in sizes):
                db = f"growth{accounts}x{size}"
                server = start_mongo(folder / f"mongo-{db}", cache_gb=1.0)
                stack.callback(server.stop)
                (process,) = await stack.enter_async_context(points(folder, server.url, db))
                ledgers.append(Ledger(process, server, db, accounts, size))
                print(f"ledger growth: {size:,} entries in {accounts:,}", file=sys.stderr)
                await ledgers[-1].fill()
                await _settle(server)
            await _take_turns(ledgers)
            if accounts == 1:
                await _print_verify(ledgers[-1])
            else:
                await _print_books(ledgers[-1])


async def _take_turns(ledgers: Sequence[Ledger]) -> None:
    """Run each kind of call on all ledgers within each round."""
    for kind, made in KINDS.items():
        costs = [Costs() for _ in ledgers]
        for number in range(1 + (POSTING_ROUNDS if made is _postings else ROUNDS)):
            for ledger, own in zip(ledgers, costs, strict=True):
                ops = ledger.batches * BATCH_SIZE if made is _postings else CALLS
                work = partial(ledger.calls, made(ledger))
                # The first time warms up what each holds in memory.
                await ledger.turn(own if number else Costs(), ops, work)
        middle = statistics.mean if made is _postings else statistics.median
        for ledger, own in zip(ledgers, costs, strict=True):
            _print_costs(kind, ledger, own, costs[0], middle)


def _print_costs(kind: str, ledger: Ledger, own: Costs, first: Costs, middle: Middle) -> None:
    smallest = middle(first.both)
    where = "one account" if ledger.accounts == 1 else f"{ledger.accounts:,} accounts"
    report.line(
        f"ledger growth/{kind}/{ledger.size:,} entries in {where}",
        middle(own.both) / smallest,
        "x",
        divided_by=f"processor time with the fewest entries ({report.significant(smallest)} µs)",
        points_cpu_us=middle(own.points),
        mongod_cpu_us=middle(own.mongod),
        entries=ledger.entries,
        points_memory_mb=memory_mb(ledger.points.pid),
    )


async def _print_verify(ledger: Ledger) -> None:
    """Verify the account with all entries, in as many calls as the deadline needs."""
    costs, calls, token, longest = Costs(), 0, "", 0
    before_mb = memory_mb(ledger.points.pid)

    async def prove() -> None:
        nonlocal calls, token, longest
        while calls == 0 or token:
            request = pb.VerifyRequest(owners=[owner(0)], page_token=token)
            message = await ledger.points.call(LEDGER + "Verify", request.SerializeToString())
            answer = pb.VerifyResponse.FromString(message)
            if answer.problems:
                raise RuntimeError(f"{answer.problems[0]}")
            token, calls = answer.next_page_token, calls + 1
            longest = max(longest, len(token))

    await ledger.turn(costs, ledger.entries, prove)
    report.line(
        f"ledger growth/verify of an account with {ledger.entries:,} entries",
        costs.both[0],
        "µs/entry",
        points_cpu_us=costs.points[0],
        mongod_cpu_us=costs.mongod[0],
        calls=calls,
        longest_token_chars=longest,
        memory_grew_mb=memory_mb(ledger.points.pid) - before_mb,
    )


async def _print_books(ledger: Ledger) -> None:
    """Read the reports for finance: first without stored totals, and then again."""
    zone, month = ZoneInfo("UTC"), month_of(datetime.now(UTC), ZoneInfo("UTC"))
    db = mongo.connect(ledger.server.url, ledger.db)
    # What is kept must be five minutes old; here nothing else writes any more.
    at_once = timedelta(0)
    totals = MongoTotals(db, ID_PREFIX, settled_after=at_once)
    origins = MongoOrigins(db, ID_PREFIX, settled_after=at_once)
    rules = statements_pb2.ListRuleTotalsRequest(month_from=str(month)).SerializeToString()
    for kind, first, again in (
        ("trial balance", totals.read(BRAND, zone, None), ("GetTrialBalance", b"")),
        ("rules", origins.read(BRAND, zone, month, month), ("ListRuleTotals", rules)),
    ):
        mongod_pid = ledger.server.pids[0]
        spent = cpu_us(mongod_pid) + cpu_us(os.getpid())
        await first
        spent = cpu_us(mongod_pid) + cpu_us(os.getpid()) - spent
        path, request = again
        call = STATEMENTS + path, request
        costs = Costs()
        await ledger.turn(costs, 1, partial(ledger.calls, iter([call])))
        report.line(
            f"ledger growth/{kind} of {ledger.entries:,} entries, the first time",
            spent / ledger.entries,
            "µs/entry",
            again_ms=costs.both[0] / 1000,
            memory_mb=memory_mb(os.getpid()),
        )
    await mongo.close(db)


async def _settle(server: MongoServer) -> None:
    """Make MongoDB write its dirty pages now, so that no turn has to."""
    db = mongo.connect(server.url, "admin")
    await db.command("fsync")
    await mongo.close(db)
    await asyncio.sleep(SETTLE_S)


def _postings(ledger: Ledger) -> Iterator[Call]:
    for request in islice(batches(ledger.accounts, BATCH_SIZE), ledger.batches):
        yield BATCH, request


def _balances(ledger: Ledger) -> Iterator[Call]:
    for start in range(CALLS):
        request = pb.GetBalancesRequest()
        for number in range(100):
            name = owner((start * 100 + number) % ledger.accounts)
            request.accounts.add(owner=name, asset=ASSET)
        yield LEDGER + "GetBalances", request.SerializeToString()


def _newest(ledger: Ledger) -> Iterator[Call]:
    for name in _owners(ledger):
        yield _page(name)


def _middle(ledger: Ledger) -> Iterator[Call]:
    secret = pagination.secret(ledger.points.keys, "points")
    before = max(2, ledger.entries // ledger.accounts // 2)
    for name in _owners(ledger):
        fields = {"list": "entries", "brand": BRAND, "owner": name, "asset": ASSET}
        yield _page(name, pagination.encode_token(secret, **fields, before=before))


def _recorded(ledger: Ledger) -> Iterator[Call]:
    now = datetime.now(UTC)
    for name in _owners(ledger):
        request = pb.GetBalancesRequest(accounts=[pb.AccountName(owner=name, asset=ASSET)])
        request.as_of_record_time.FromDatetime(now)
        yield LEDGER + "GetBalances", request.SerializeToString()


def _owners(ledger: Ledger) -> Sequence[str]:
    return [owner(number * 37 % ledger.accounts) for number in range(CALLS)]


def _page(name: str, token: str = "") -> Call:
    request = pb.ListEntriesRequest(owner=name, asset=ASSET, page_size=20, page_token=token)
    return LEDGER + "ListEntries", request.SerializeToString()


KINDS: Mapping[str, Callable[[Ledger], Iterator[Call]]] = {
    "posting": _postings,
    "balances of 100 accounts": _balances,
    "newest page of 20 entries": _newest,
    "page from the middle": _middle,
    "balance as of a recorded time": _recorded,
}


async def _stream(requests: Iterator[bytes]) -> AsyncIterator[bytes]:
    # An import's message is a batch's, byte by byte.
    for request in requests:
        yield request

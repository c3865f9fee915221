"""A leaderboard of many members: its first places, "around me", and its making from the ledger.

`python -m bench leaderboard --members 1000000`. Each member has a posting by the rule that the
board measures. The room's own commands read and make it, in this process, on a mongod and a Redis
of this machine. A read is divided by a bare round trip to that Redis, the making by a plain read of
the same postings.
"""

import asyncio
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from bench import awards, made_books, report
from bench.ledger_documents import BRAND
from bench.made_books import member
from deploy.local.servers import start_mongo, start_redis
from services.common import mongo
from services.common.clock import SystemClock
from services.common.ids import floor_id
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.points.leaderboards.commands.keeping import Keeper
from services.points.leaderboards.commands.reading import BoardAsked, BoardShown, Reading
from services.points.leaderboards.storage.sheets import RedisSheets
from services.points.ledger.commands.ledger import ID_PREFIX
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.storage.indexes import POSTINGS
from services.points.play_wiring import boards_keeper
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.storage import MongoProgrammeStore
from services.points.sections import programmes_in
from services.points.wiring import migrate

MEMBERS, QUICK_MEMBERS = 1_000_000, 20_000
BOARD, RULE, TOP, AROUND = "ever", "money", 20, 5
READS, QUICK_READS = 2_000, 300
DAYS_AGO = timedelta(days=2)
"""Postings of before: none of them is new to the feed while the board is made."""
DB = "points"


def run(quick: bool, size: int = 0) -> None:
    """Print the latencies of reads and the time of the making, each by its yardstick."""
    members = size or (QUICK_MEMBERS if quick else MEMBERS)
    with tempfile.TemporaryDirectory() as folder:
        server = start_mongo(Path(folder) / "mongo", cache_gb=1.0)
        try:
            cache = start_redis(Path(folder) / "redis")
            try:
                reads = QUICK_READS if quick else READS
                asyncio.run(_measure(server.url, cache.url, members, reads))
            finally:
                cache.stop()
        finally:
            server.stop()


async def _measure(url: str, redis_url: str, members: int, reads: int) -> None:
    db, clock = mongo.connect(url, DB), SystemClock()
    redis: Any = Redis.from_url(redis_url)
    settings = ServerSettings(redis_url=redis_url)
    programmes = programmes_in(db)
    keeper = boards_keeper(settings, db, programmes, clock)
    sheets = keeper.sheets
    assert isinstance(sheets, RedisSheets)
    try:
        await migrate(db)
        at = clock.now() - DAYS_AGO
        published = ProgrammePublished(BRAND, 1, document(at.year), at)
        await MongoProgrammeStore(db).publish(published)
        await made_books.write(db, _earned(members), at, ids_of_before(members))
        await made_books.all_there(db, members)
        await _make(db, keeper, members)
        await _read(Reading(sheets, programmes, clock), redis, members, reads)
    finally:
        await sheets.close()
        await redis.aclose()
        await mongo.close(db)


async def _make(db: Database, keeper: Keeper, members: int) -> None:
    plain_s = await _plain(db, members)
    before = _peak()
    began = time.perf_counter()
    await keeper.sheets.order(BRAND)
    await keeper.keep(BRAND, once=True)
    took_s = time.perf_counter() - began
    report.line(
        f"leaderboard/{members:,} members/made from the ledger",
        took_s / plain_s,
        "x",
        divided_by=f"a plain read of its postings ({report.significant(plain_s)} s)",
        run_s=took_s,
        per_s=members / took_s,
        more_memory_mib=_peak() - before,
    )


async def _plain(db: Database, members: int) -> float:
    began, count = time.perf_counter(), 0
    async for _ in db[POSTINGS].find({"brand": BRAND}).sort("_id", 1):
        count += 1
    if count != members:
        raise RuntimeError(f"{count} postings of {members}")
    return time.perf_counter() - began


async def _read(reading: Reading, redis: Any, members: int, reads: int) -> None:
    draw = random.Random(15)

    async def top() -> BoardShown:
        return await reading.board(BRAND, BoardAsked(BOARD, top=TOP))

    async def around() -> BoardShown:
        own = member(draw.randrange(members))
        return await reading.board(BRAND, BoardAsked(BOARD, top=1, member_id=own, around=AROUND))

    seen = await around()
    if seen.shown.members != members or seen.shown.me is None:
        raise RuntimeError(f"not a board of {members}: {seen}")
    bare = await _times(redis.ping, reads)
    yardstick = f"a bare round trip ({report.significant(_p99(bare))} ms at p99)"
    for name, call in ((f"first {TOP}", top), (f"around me, {AROUND} each way", around)):
        times = await _times(call, reads)
        report.line(
            f"leaderboard/{members:,} members/{name}",
            statistics.median(times) / statistics.median(bare),
            "x",
            divided_by=yardstick,
            p50_ms=statistics.median(times),
            p99_ms=_p99(times),
        )


async def _times(call: Callable[[], Awaitable[Any]], count: int) -> list[float]:
    """Milliseconds of each of so many calls, one after the other."""
    times = []
    for _ in range(count):
        sent = time.perf_counter()
        await call()
        times.append((time.perf_counter() - sent) * 1000)
    return times


def _p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


def document(year: int) -> dict[str, Any]:
    """The programme of `awards` with a board of one long season."""
    name = {"zh": "总榜", "en": "Ever"}
    season = {"code": "all", "name": name, "from": f"{year}-01-01", "until": f"{year + 1}-12-31"}
    measures = {"asset": "POINTS", "rules": [RULE]}
    board = {"code": BOARD, "name": name, "measures": measures, "per": "season", "top": 100}
    return {**awards.document(), "leaderboards": [{**board, "seasons": [season]}]}


def _earned(members: int) -> Iterator[PostingRequest]:
    draw = random.Random(15)
    for number in range(members):
        points = draw.randrange(1, 100_000)
        legs = (Leg(member(number), "POINTS", points), Leg("house:issued", "POINTS", -points))
        yield PostingRequest(
            BRAND, f"rpc/earned/{number}", PostingKind.EARN, legs, metadata={"rule": RULE}
        )


def ids_of_before(members: int) -> Callable[[], str]:
    """Ids of some days ago, in order."""
    at = SystemClock().now() - DAYS_AGO
    each = timedelta(milliseconds=1)
    made = (floor_id(ID_PREFIX, at + number * each) for number in range(members))
    return made.__next__


def _peak() -> float:
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

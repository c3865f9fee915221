"""What a brand's figures cost: to keep happenings, to count a year again, how old a board is.

happenings   kept as the follower keeps them, with what is known of members and with marks, over
             plain inserts of the same documents without an index; they take turns
rebuild      the real year (`TESSERA_RETAIL_YEAR` names it), else one that is made up: counted
             again, and compared with what DuckDB counts; none may differ
board        happenings come at the pace of a million a day, on a day that has many: how long ago
             was the instant up to which the board has counted all of them
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import uvloop

from bench import report
from bench.insight_oracle import Oracle, differing
from bench.insight_years import KINDS, Year, made_up_year, retail_year
from bench.retail_year import FILE
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.clock import Clock, ManualClock, SystemClock
from services.common.mongo import Database
from services.feedback.insight.commands.comparing import rebuild
from services.feedback.insight.commands.counting import Counting
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.commands.taking import Taking
from services.feedback.insight.domain.happening import ENROLMENT, VISIT, Happening, Zone
from services.feedback.insight.domain.period import Grain, local_day, period_of
from services.feedback.insight.storage.happenings import HAPPENINGS
from services.feedback.insight_wiring import insight_context
from services.feedback.programme.commands import Programmes
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.sections import SECTIONS
from services.feedback.wiring import migrate

AT_ONCE = 500
PAUSE_S = 5.0
A_MILLION_A_DAY_PER_S = 1_000_000 / 86_400
DAY = timedelta(days=1)


def run(quick: bool) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        mongod = start_mongo(Path(name) / "mongo", cache_gb=0.5)
        try:
            uvloop.run(_happenings(mongod.url, 2_000 if quick else 10_000, 1 if quick else 3))
            uvloop.run(_rebuild(mongod.url, quick))
            uvloop.run(_board(mongod.url, *((5_000, 8.0) if quick else (100_000, 20.0))))
        finally:
            mongod.stop()


def real_year() -> Year | None:
    """The file that the environment names; None where it names none."""
    name = os.environ.get(FILE, "")
    return retail_year(Path(name)) if name and Path(name).is_file() else None


async def live_through(
    ctx: InsightContext, counting: Counting, year: Year, clock: ManualClock
) -> None:
    """The year goes by, and is counted while it does; some of each batch come twice."""
    taking = Taking(ctx.happenings, clock)
    await taking.take([Zone(year.brand, year.zone)])
    for batch in _batches(year.happenings):
        clock.set(max(clock.now(), batch[-1].at))
        await taking.take(batch)
        await counting.count_due()
        await taking.take(batch[:3])
    clock.set(datetime.combine(year.last, datetime.min.time(), UTC) + timedelta(hours=23))
    await count_all(ctx, counting, year, clock)


async def count_all(
    ctx: InsightContext, counting: Counting, year: Year, clock: ManualClock
) -> None:
    """Count until nothing is marked."""
    while await ctx.happenings.oldest_mark(year.brand) or await counting.count_due():
        clock.advance(timedelta(hours=1))
        await counting.count_due()


async def differences(ctx: InsightContext, year: Year, oracle: Oracle) -> int:
    """How many of the year's kept buckets are not what the oracle counts."""
    since = period_of(Grain.MONTH, year.happenings[0].at.date() - DAY).first - 7 * DAY
    found = 0
    for grain in Grain:
        kept = await ctx.buckets.buckets(year.brand, grain, since, year.last)
        found += len(differing(kept, oracle.buckets(grain, year.last), grain))
    return found


def _batches(happenings: Sequence[Happening]) -> list[Sequence[Happening]]:
    return [happenings[at : at + AT_ONCE] for at in range(0, len(happenings), AT_ONCE)]


def _context(db: Database, clock: Clock) -> InsightContext:
    return insight_context(db, Programmes(MongoProgrammeStore(db), SECTIONS), clock)


async def _happenings(url: str, many: int, rounds: int) -> None:
    db = mongo.connect(url, "insight_happenings")
    await migrate(db)
    ratios, per_s = [], []
    for number in range(rounds):
        print(f"insight: happenings, round {number + 1}", file=sys.stderr)
        brand = f"b{number}"
        done = _of_a_day(number, many, brand)
        clock = ManualClock(done[-1].at)
        taking = Taking(_context(db, clock).happenings, clock)
        began = time.perf_counter()
        for batch in _batches(done):
            await taking.take(batch)
        took = time.perf_counter() - began
        kept = await db[HAPPENINGS].find({"b": brand}).to_list(None)
        began = time.perf_counter()
        for at in range(0, len(kept), AT_ONCE):
            await db[f"plain_{number}"].insert_many(kept[at : at + AT_ONCE], ordered=False)
        plain = time.perf_counter() - began
        ratios.append(plain / took)
        per_s.append((len(kept) / took, len(kept) / plain))
    report.line(
        "insight/happenings",
        statistics.median(ratios),
        "x",
        divided_by=f"plain inserts, {statistics.median(each for _, each in per_s):.0f} a second",
        per_s=statistics.median(each for each, _ in per_s),
    )
    await mongo.close(db)


def _of_a_day(seed: int, many: int, brand: str) -> list[Happening]:
    """What a follower brings on a usual day: a twentieth of it by new members."""
    chance, noon = random.Random(seed), datetime(2026, 3, 2, 4, tzinfo=UTC)
    told = []
    for number in range(many):
        member, kind = f"mem_{chance.randrange(many)}", chance.choice(KINDS)
        if number % 20 == 0:
            kind = ENROLMENT
        at = noon + timedelta(milliseconds=number)
        told.append(Happening(f"{brand}/{number}", brand, member, kind, at, store_id="s1"))
    return told


async def _rebuild(url: str, quick: bool) -> None:
    year = real_year()
    if year is None:
        print(f"insight: the year is made up, {FILE} names no file", file=sys.stderr)
    if year is None or quick:
        year = made_up_year(52, 200, 5_000, days_long=60 if quick else 365)
    print("insight: rebuild", file=sys.stderr)
    db = mongo.connect(url, "insight_rebuild")
    await migrate(db)
    clock = ManualClock(datetime.combine(year.last, datetime.min.time(), UTC) + timedelta(hours=23))
    ctx = _context(db, clock)
    counting = Counting(ctx, timedelta(seconds=PAUSE_S))
    taking = Taking(ctx.happenings, clock)
    await taking.take([Zone(year.brand, year.zone)])
    for batch in _batches(year.happenings):
        await taking.take(batch)
    began = time.perf_counter()
    oracle = Oracle(year.zone, year.happenings)
    for grain in Grain:
        oracle.buckets(grain, year.last)
    duckdb_s = time.perf_counter() - began
    await counting.count(
        year.brand, period_of(Grain.DAY, local_day(year.happenings[0].at, ZoneInfo(year.zone)))
    )
    began = time.perf_counter()
    periods = await rebuild(ctx, counting, year.brand)
    took_s = time.perf_counter() - began
    differ = await differences(ctx, year, oracle)
    report.line(
        f"insight/rebuild of {len(year.happenings)} happenings of {year.brand}",
        took_s,
        "s",
        periods=periods,
        differences=differ,
        duckdb_s=duckdb_s,
    )
    await mongo.close(db)
    if differ:
        raise SystemExit(f"insight: {differ} of {periods} periods are not what DuckDB counts")


async def _board(url: str, on_the_day: int, lasts_s: float) -> None:
    print("insight: board", file=sys.stderr)
    db = mongo.connect(url, "insight_board")
    await migrate(db)
    clock = SystemClock()
    ctx = _context(db, clock)
    counting = Counting(ctx, timedelta(seconds=PAUSE_S))
    taking = Taking(ctx.happenings, clock)

    def visits(since: int, many: int) -> list[Happening]:
        now = clock.now()
        return [
            Happening(f"v{n}", "tea", f"mem_{n % 20_000}", VISIT, now, store_id=f"s{n % 50}")
            for n in range(since, since + many)
        ]

    for batch in _batches(visits(0, on_the_day)):
        await taking.take(batch)
    await counting.count_due()
    told, ages = on_the_day, []
    over = asyncio.Event()

    async def count() -> None:
        while not over.is_set():
            await counting.count_due()
            await asyncio.sleep(PAUSE_S)

    job = asyncio.create_task(count())
    until = time.perf_counter() + lasts_s
    while time.perf_counter() < until:
        await asyncio.sleep(1)
        many = round(A_MILLION_A_DAY_PER_S)
        await taking.take(visits(told, many))
        told += many
        waits = await ctx.happenings.oldest_mark("tea")
        ages.append((clock.now() - waits).total_seconds() if waits else 0.0)
    over.set()
    await job
    report.line(
        f"insight/age of the board, {on_the_day} happenings on the day",
        max(ages),
        "s",
        p50_s=statistics.median(ages),
        pause_s=PAUSE_S,
    )
    await mongo.close(db)

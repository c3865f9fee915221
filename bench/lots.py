"""The sweep of expired points, the reminders of points that expire soon, and the liability, over
many lots.

`python -m bench lots --lots 1000000`. Each member has two lots: one that expired yesterday, and one
that expires in seven days; so half of the lots are swept, and half are reminded of and then counted
as owed. The commands of the service do it in this process, on a mongod of this machine. The
yardstick is bare postings by the same ledger, as many at once as a slice has. Memory is the most
that this process ever had: a tenth of the lots come first, in a database of their own, and the
ratio says what the rest took more.
"""

import asyncio
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import made_books, report
from bench.awards import document
from bench.ledger_documents import BRAND
from bench.made_books import member
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.clock import ManualClock
from services.common.ids import IdSequence
from services.points.ledger.commands.expiry_reminders import SLICE, Reminders
from services.points.ledger.commands.expiry_sweep import Sweep
from services.points.ledger.commands.ledger import ID_PREFIX, Ledger
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.ledger.storage.told_days import MongoToldDays
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.storage import MongoProgrammeStore
from services.points.sections import programmes_in
from services.points.statements.commands.statements import Statements
from services.points.wiring import migrate, statement_store

LOTS, QUICK_LOTS = 1_000_000, 20_000
EACH = 2
LEFT = 20
"""Points of the lot that expires soon."""
BARE = 20_000
MONTHS = 12
NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
"""A Wednesday, 12:00 in Shanghai."""
MIDNIGHT = NOW + timedelta(hours=12)
EXPIRED, SOON = MIDNIGHT - timedelta(days=1), MIDNIGHT + timedelta(days=7)
EARNED = NOW - timedelta(days=40)


def run(quick: bool, size: int = 0) -> None:
    """Print lots a second of both, each by its yardstick, and the memory."""
    lots = size or (QUICK_LOTS if quick else LOTS)
    with tempfile.TemporaryDirectory() as folder:
        server = start_mongo(Path(folder) / "mongo", cache_gb=1.0)
        try:
            asyncio.run(_tenth_and_whole(server.url, lots // EACH))
        finally:
            server.stop()


async def _tenth_and_whole(url: str, members: int) -> None:
    await _measure(url, "tenth", members // 10)
    before = _peak()
    swept_s, reminded_s, told_s, bare_s = await _measure(url, "points", members)
    name = f"lots/{members * EACH:,} lots"
    bare = f"bare postings, {SLICE} at once ({report.significant(1 / bare_s)}/s)"
    for told, took_s in (("sweep", swept_s), ("reminders", reminded_s), ("liability", told_s)):
        ratio = bare_s * members / took_s
        report.line(
            f"{name}/{told}", ratio, "x", divided_by=bare, per_s=members / took_s, run_s=took_s
        )
    report.line(
        f"{name}/memory",
        _peak() / before,
        "x",
        divided_by=f"the most for a tenth of them ({report.significant(before)} MiB)",
        mib=_peak(),
    )


async def _measure(url: str, name: str, members: int) -> tuple[float, float, float, float]:
    """Seconds of the sweep, of the reminders, of the liability, and of one bare posting."""
    db = mongo.connect(url, name)
    try:
        await migrate(db)
        await MongoProgrammeStore(db).publish(ProgrammePublished(BRAND, 1, document(), EARNED))
        await made_books.write(db, _lots(members), EARNED)
        await made_books.all_there(db, members)
        store, clock = MongoLedgerStore(db), ManualClock(NOW)
        ledger = Ledger(store, clock)
        sweep = Sweep(store, clock, IdSequence(ID_PREFIX))
        days, programmes = MongoToldDays(db), programmes_in(db)
        reminders = Reminders(ledger, store, programmes, days, clock, _may_work)
        bare = min(BARE, members)
        bare_s = await _bare(ledger, bare)
        began = time.perf_counter()
        if (swept := await sweep.once()) != members:
            raise RuntimeError(f"{swept} of {members} accounts were swept")
        swept_at = time.perf_counter()
        if (written := await reminders.once()) != members:
            raise RuntimeError(f"{written} of {members} members were reminded")
        reminded_at = time.perf_counter()
        books = Statements(ledger, statement_store(db), programmes, clock)
        told = await books.liability(BRAND, "POINTS", MONTHS)
        told_s = time.perf_counter() - reminded_at
        if told.outstanding != members * LEFT + bare:
            raise RuntimeError(f"{told.outstanding} points are owed")
        return swept_at - began, reminded_at - swept_at, told_s, bare_s
    finally:
        await mongo.close(db)


def _lots(members: int) -> Iterator[PostingRequest]:
    for number in range(members):
        legs = (
            Leg(member(number), "POINTS", 10, expire_at=EXPIRED),
            Leg(member(number), "POINTS", LEFT, expire_at=SOON),
            Leg("house:issued", "POINTS", -10 - LEFT),
        )
        yield PostingRequest(BRAND, f"rpc/lot/{number}", PostingKind.EARN, legs)


async def _bare(ledger: Ledger, count: int) -> float:
    """Seconds of a posting for members who have nothing else."""
    began = time.perf_counter()
    for start in range(0, count, SLICE):
        requests = [_plain(number) for number in range(start, min(start + SLICE, count))]
        for result in await ledger.post_all(requests):
            if not isinstance(result, Posted):
                raise result.error
    return (time.perf_counter() - began) / count


def _plain(number: int) -> PostingRequest:
    legs = (
        Leg(f"mem_plain_{number}", "POINTS", 1),
        Leg("house:issued", "POINTS", -1),
    )
    return PostingRequest(BRAND, f"rpc/plain/{number}", PostingKind.EARN, legs)


async def _may_work() -> bool:
    return True


def _peak() -> float:
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

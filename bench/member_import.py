"""The import of members from a file against plain inserts of the same documents.

The command runs in this process, on a mongod of this machine. Rounds have new phones; a ratio is
the median of the rounds' own. Memory is the most that the process ever had, so the large file
comes after the small one, and both before anything else.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from io import StringIO
from pathlib import Path

from bench import report
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.cache import NoCache
from services.common.clock import SystemClock
from services.common.mongo import Database
from services.members.imports.api import command_line
from services.members.imports.commands.importing import Context
from services.members.wiring import Settings, context_in, migrate

BRAND, DB = "tea", "members"
HEAD = "phone,name,birthday,city,source,pos_card\n"
WRITTEN = ("members", "member_keys", "identities", "requests", "events")
"""The collections in which a row leaves a document or more."""
ROUNDS, ROWS = 3, 10_000
LARGE = 40_000
AT_ONCE = 500


def run(quick: bool) -> None:
    """Print the ratio, and what memory a file four times as large takes more."""
    with tempfile.TemporaryDirectory(prefix="bench-import-") as folder:
        server = start_mongo(Path(folder) / "mongo")
        try:
            asyncio.run(_run(server.url, Path(folder), 1 if quick else ROUNDS, quick))
        finally:
            server.stop()


async def _run(url: str, folder: Path, rounds: int, quick: bool) -> None:
    db = mongo.connect(url, DB)
    await migrate(db)
    settings = Settings(keys_dir=folder / "keys", environment="development")
    ctx = context_in(settings, db, NoCache(), SystemClock())
    first, rates, ratios = 0, list[float](), list[float]()
    if not quick:
        # Before anything else took memory.
        await _import(ctx, folder, 50_000_000, ROWS)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        await _import(ctx, folder, 60_000_000, LARGE)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        report.line("member_import/memory of 40,000 rows after 10,000", after / before, "x")
        await db.client.drop_database(DB)
        await migrate(db)
    for _ in range(rounds):
        took = await _import(ctx, folder, first, ROWS)
        first += ROWS
        plain = await _plain(db, first)
        rates.append(ROWS / took)
        ratios.append(plain / took)
        await db.client.drop_database(DB)
        await migrate(db)
    rate = statistics.median(rates)
    told = "inserts of the same documents"
    report.line("member_import/rows", statistics.median(ratios), "x", divided_by=told, per_s=rate)
    await mongo.close(db)


async def _import(ctx: Context, folder: Path, first: int, rows: int) -> float:
    file = folder / f"{first}.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for number in range(first, first + rows):
            phone = 13_000_000_000 + number
            out.write(f"{phone},张三{number},1990-05-04,上海,crm,C-{number}\n")
    told = {"by": "bench", "channel": "crm", "id": "", "encoding": None, "format": None}
    asked = argparse.Namespace(file=file, brand=BRAND, results=None, check=False, **told)
    begun = time.perf_counter()
    code = await command_line.run(ctx, asked, StringIO(), StringIO())
    assert code == 0, "all rows are good"
    return time.perf_counter() - begun


async def _plain(db: Database, rows: int) -> float:
    """How long inserts of what the import left take."""
    took = 0.0
    for name in WRITTEN:
        documents = await db[name].find({}).to_list(None)
        target = db[f"plain_{name}"]
        await target.create_indexes([mongo.IndexModel([("brand", mongo.ASCENDING)])])
        begun = time.perf_counter()
        for start in range(0, len(documents), AT_ONCE):
            await target.insert_many(documents[start : start + AT_ONCE])
        took += time.perf_counter() - begun
    return took

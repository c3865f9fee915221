"""What the loop of feedback costs: taking in, understanding, and timers that fall due.

collection   items that 64 callers take in, by the command that the RPC calls, over plain inserts
             of documents as large, both majority and journaled; they take turns. Batches of 100 of
             4 callers stand beside it
grouping     how long after the last taking in every complaint is in its group
a text       the time of one core for a text of 60 characters: its sentiment, and its routing
timers       10,000 due at one instant and three processes: how late each took effect, and once
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import uvloop
import yaml

from bench import report
from bench.points import ROOT, cpu_us
from deploy.local.process import Child
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.clock import SystemClock
from services.common.ids import new_id
from services.common.mongo import Database, Session, UpdateOne, transact
from services.common.watch import Feed
from services.feedback.analysis.adapters.weights import shipped_model
from services.feedback.analysis.domain.reading import read_text
from services.feedback.analysis.domain.taxonomy import taxonomy
from services.feedback.items.api.messages import FeedbackWire
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.group_alike import group_alike
from services.feedback.items.commands.route_feedback import facts_of
from services.feedback.items.commands.store import Request
from services.feedback.items.commands.submit_batch import BATCH_MAX, submit_batch
from services.feedback.items.commands.submit_feedback import ID_PREFIX, submit_feedback
from services.feedback.items.domain.item import Submission
from services.feedback.items.storage.collections import ALIKE_TIMER, COLLECTION
from services.feedback.items.storage.groups import MongoGroups
from services.feedback.items.storage.items import MongoFeedbackStore
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme, Publication
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.routing.commands import find_routing
from services.feedback.sections import SECTIONS
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import MongoTimers, set_timers, take_timers
from services.feedback.wiring import feedback_context, migrate

DB, BRAND = "feedback", "tea"
CALLERS, BATCH_CALLERS = 64, 4
ROUNDS = 3
TURN_S = 2.0
TIMERS, WORKERS = 10_000, 3
SET_AT_ONCE = 1_000
BEGINS_IN_S = 5.0
FIRED, READY, KIND = "bench_fired", "bench_ready", "bench"
TEXTS = (
    "外卖等了{n}分钟才到，奶茶洒了一半，骑手态度也很差，希望尽快处理，给个说法，谢谢",
    "新出的芋泥奶茶很好喝，第{n}次买了，店员热情，下次还会再来，希望能多一点芋泥",
    "小程序付款之后一直转圈，卡了{n}分钟，取茶号也看不到，请问什么时候能修好",
)
SIXTY = (TEXTS[0] + TEXTS[1]).format(n=30)[:60]


def run(quick: bool) -> None:
    """Print the figures."""
    _texts(quick)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mongod = start_mongo(folder / "mongo", cache_gb=0.5)
        try:
            uvloop.run(_collection(mongod.url, mongod.pids[0], quick))
            uvloop.run(_timers(folder, mongod.url, TIMERS // 10 if quick else TIMERS))
        finally:
            mongod.stop()


def _document() -> dict[str, Any]:
    text = (ROOT / "examples" / "programmes" / f"{BRAND}.yaml").read_text("utf-8")
    # YAML 1.1 reads the key `on` as true, and days as dates.
    written = json.dumps(yaml.safe_load(text), default=str).replace('"true":', '"on":')
    found: dict[str, Any] = json.loads(written)
    return found


def _texts(quick: bool) -> None:
    model, programme = shipped_model(), Programme(BRAND, document=_document())
    facts = facts_of(Submission("app", SIXTY))

    def routing() -> None:
        read = read_text(SIXTY, programme.section(taxonomy), model.sentiment_of(SIXTY))
        find_routing(programme, read, facts, {})

    works: Sequence[tuple[str, Callable[[], object]]] = (
        ("sentiment", partial(model.sentiment_of, SIXTY)),
        ("sentiment with a denial", partial(model.sentiment_of, f"{SIXTY[10:50]}，没有拉肚子")),
        ("routing", routing),
    )
    for name, work in works:
        best = min(_seconds(work, 50) for _ in range(5 if quick else 20))
        report.line(f"feedback/a text of 60 characters/{name}", best * 1e6, "us")


def _seconds(work: Callable[[], object], times: int) -> float:
    """Processor time of one."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


async def _collection(url: str, mongod: int, quick: bool) -> None:
    db = mongo.connect(url, DB)
    await migrate(db)
    programmes = Programmes(MongoProgrammeStore(db), SECTIONS)
    await programmes.keep(Publication(BRAND, "1", _document()))
    clock = SystemClock()
    ctx = feedback_context(db, programmes, clock)
    number = 0

    async def take_in() -> None:
        nonlocal number
        number += 1
        text = TEXTS[number % len(TEXTS)].format(n=number)
        said = Submission("app", text, f"mem_{number % 5_000}")
        await submit_feedback(ctx, Request(BRAND, new_id("bench"), text.encode(), "bench"), said)

    await take_in()
    kept = await db[COLLECTION].find_one({}) or {}

    async def insert() -> None:
        await db["bench_plain"].insert_one({**kept, "_id": new_id("plain")})

    await insert()
    taken: list[tuple[float, float]] = []
    plain: list[tuple[float, float]] = []
    for count in range(1 if quick else ROUNDS):
        print(f"feedback: collection, round {count + 1}", file=sys.stderr)
        plain.append(await _turn(insert, mongod))
        taken.append(await _turn(take_in, mongod))
    pairs = list(zip(taken, plain, strict=True))
    report.line(
        f"feedback/collection/{CALLERS} callers",
        statistics.median(mine[0] / theirs[0] for mine, theirs in pairs),
        "x",
        divided_by=f"plain inserts, {statistics.median(each[0] for each in plain):.0f} a second",
        by_cpu=statistics.median(theirs[1] / mine[1] for mine, theirs in pairs),
        per_s=statistics.median(each[0] for each in taken),
        cpu_us=statistics.median(each[1] for each in taken),
    )
    await _batches(ctx, plain, mongod, quick)
    store = MongoFeedbackStore(db, Feed(db), FeedbackWire(), clock)
    groups = MongoGroups(db, store, partial(new_id, ID_PREFIX))
    waiting = await db["timers"].count_documents({"kind": ALIKE_TIMER})
    effects = {ALIKE_TIMER: partial(group_alike, groups, programmes, clock)}
    began = time.perf_counter()
    await TimerJob(MongoTimers(db), effects, clock).fire_due()
    took = time.perf_counter() - began
    report.line("feedback/grouping, one worker", waiting / took, "items/s", items=waiting)
    await mongo.close(db)


async def _batches(
    ctx: FeedbackContext, plain: Sequence[tuple[float, float]], mongod: int, quick: bool
) -> None:
    """Batches of a channel, over the plain inserts of the same run."""
    number = 0

    async def take_in() -> None:
        nonlocal number
        said = []
        for _ in range(BATCH_MAX):
            number += 1
            text = TEXTS[number % len(TEXTS)].format(n=number)
            member, event = f"mem_{number % 5_000}", f"bench-{number}"
            said.append(Submission("app", text, member, channel_event_id=event))
        results = await submit_batch(ctx, BRAND, "bench", said)
        assert all(each.refusal is None for each in results)

    turns = [await _turn(take_in, mongod, BATCH_CALLERS) for _ in range(1 if quick else ROUNDS)]
    per_s = statistics.median(each[0] for each in turns) * BATCH_MAX
    inserts = statistics.median(each[0] for each in plain)
    report.line(
        f"feedback/collection/{BATCH_CALLERS} callers of batches of {BATCH_MAX}",
        per_s / inserts,
        "x",
        divided_by=f"plain inserts, {inserts:.0f} a second",
        per_s=per_s,
        cpu_us=statistics.median(each[1] for each in turns) / BATCH_MAX,
    )


async def _turn(
    work: Callable[[], Awaitable[None]], mongod: int, callers: int = CALLERS
) -> tuple[float, float]:
    """How many a second, and the processor time of one, mongod's with it, in microseconds."""
    until, done = time.perf_counter() + TURN_S, 0

    async def go_on() -> None:
        nonlocal done
        while time.perf_counter() < until:
            await work()
            done += 1

    pids = os.getpid(), mongod
    began, before = time.perf_counter(), sum(map(cpu_us, pids))
    await asyncio.gather(*(go_on() for _ in range(callers)))
    took, spent = time.perf_counter() - began, sum(map(cpu_us, pids)) - before
    return done / took, spent / done


async def _timers(folder: Path, url: str, count: int) -> None:
    db = mongo.connect(url, f"{DB}_timers")
    await migrate(db)
    await db[FIRED].insert_one({"_id": "made"})
    workers = [
        Child(
            f"worker-{number}",
            [sys.executable, "-m", "bench.feedback", url],
            folder / f"worker-{number}.log",
        )
        for number in range(WORKERS)
    ]
    for worker in workers:
        worker.launch()
    try:
        while await db[READY].count_documents({}) < WORKERS:
            await asyncio.sleep(0.1)
        due = datetime.now(UTC) + timedelta(seconds=BEGINS_IN_S)
        for start in range(0, count, SET_AT_ONCE):
            await _set(db, due, range(start, start + SET_AT_ONCE))
        while await db[FIRED].count_documents({}) < count + 1:
            await asyncio.sleep(0.2)
        # A timer that fires twice would come a moment later.
        await asyncio.sleep(2)
        found = await db[FIRED].find({"_id": {"$ne": "made"}}).to_list(None)
    finally:
        for worker in workers:
            worker.kill()
    late = sorted(each["late_s"] for each in found)
    times = [each["times"] for each in found]
    report.line(
        f"feedback/{count} timers, {WORKERS} workers/p99 lateness",
        late[int(len(late) * 0.99)],
        "s",
        p50_s=late[len(late) // 2],
        most_s=late[-1],
        fired=len(times),
        fired_twice=sum(each > 1 for each in times),
    )
    await mongo.close(db)


async def _set(db: Database, due: datetime, numbers: Sequence[int]) -> None:
    timers = [Timer(BRAND, KIND, f"{number:06d}", due) for number in numbers]

    async def effect(session: Session) -> None:
        await set_timers(db, session, timers)

    await transact(db, effect)


async def _work(url: str) -> None:
    """A worker, until it is killed: it notes how late each timer took effect, and how often."""
    db = mongo.connect(url, f"{DB}_timers")

    async def fire(timers: Sequence[Timer]) -> Sequence[Timer]:
        async def effect(session: Session) -> Sequence[Timer]:
            taken = await take_timers(db, session, timers)
            now = datetime.now(UTC)
            notes = [
                UpdateOne(
                    {"_id": each.key},
                    {"$inc": {"times": 1}, "$max": {"late_s": (now - each.due).total_seconds()}},
                    upsert=True,
                )
                for each in taken
            ]
            if notes:
                await db[FIRED].bulk_write(notes, ordered=False, session=session)
            return taken

        return await transact(db, effect)

    await db[READY].insert_one({})
    await TimerJob(MongoTimers(db), {KIND: fire}, SystemClock()).run()


if __name__ == "__main__":
    uvloop.run(_work(sys.argv[1]))

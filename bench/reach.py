"""What a message costs before it leaves: the member's arm, its text, and the decision with its cap.

assignment   the time of one core for the arm of a member in an experiment
a text       the time of one core for the fields of a WeChat message, checked by WeChat's rules
decisions    two wishes of each member, of which a cap of one a week lets one through: judged by two
             workers at once, over plain `bulk_write`s of the documents that are left
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import uvloop

from bench import report
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.clock import ManualClock
from services.common.mongo import Database, ReplaceOne
from services.feedback.audience.domain import ConsentSaid, Enrolled, Said
from services.feedback.audience.storage import MongoAudience
from services.feedback.experiments.domain.assignment import arm_index
from services.feedback.fact_store.storage import MongoMemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Publication, Text
from services.feedback.programme.storage import MongoProgrammeStore
from services.feedback.providers.adapters.file import CredentialsFile
from services.feedback.providers.commands import Providers
from services.feedback.reach.commands.context import ReachContext
from services.feedback.reach.commands.judging import judge_due
from services.feedback.reach.commands.wishing import Happened, wish
from services.feedback.reach.domain.quota_use import Use
from services.feedback.reach.domain.rendering import Filled, wechat_fields
from services.feedback.reach.domain.resolved import Resolved
from services.feedback.reach.domain.section import Overflow, Template
from services.feedback.reach.domain.wish import Occasion
from services.feedback.reach.storage.pressure import MongoPressure
from services.feedback.reach.storage.touches import MongoTouches
from services.feedback.reach.storage.wakings import WISH_TIMER
from services.feedback.sections import SECTIONS
from services.feedback.timers.commands import TimerJob
from services.feedback.timers.storage import MongoTimers
from services.feedback.wiring import migrate

BRAND, NOON = "tea", datetime(2026, 3, 2, 4, tzinfo=UTC)
WORKERS, AT_ONCE = 2, 100
SAID = {"zh": "好", "en": "Good"}
MESSAGE = {"name": SAID, "text": SAID, "purpose": "marketing"}
DOCUMENT = {
    "reach": {
        "gather_minutes": 0,
        "caps": [{"purpose": "marketing", "per": "week", "times": 1}],
        "messages": [{**MESSAGE, "code": "birthday"}, {**MESSAGE, "code": "anniversary"}],
        "matrix": [
            {"on": "birthday", "send": "birthday"},
            {"on": "enrolment_anniversary", "send": "anniversary"},
        ],
    }
}


class NobodyIsAsked:
    """In the place of members and points: a decision asks neither of them here."""

    async def resolve(self, *asked: object) -> Mapping[str, Resolved]:
        raise AssertionError("nothing is handed over")

    async def left(self, brand: str, member_id: str, assets: Collection[str]) -> Mapping[str, int]:
        raise AssertionError("no message has a quota")

    async def hold(self, brand: str, use: Use) -> bool:
        raise AssertionError("no message has a quota")

    async def end(self, brand: str, use: Use) -> None:
        raise AssertionError("no message has a quota")


def run(quick: bool) -> None:
    """Print the figures."""
    _by_hand(quick)
    with tempfile.TemporaryDirectory() as name:
        mongod = start_mongo(Path(name) / "mongo", cache_gb=0.5)
        try:
            uvloop.run(_decisions(mongod.url, 200 if quick else 5_000))
        finally:
            mongod.stop()


def _by_hand(quick: bool) -> None:
    units = [f"mem_{number}" for number in range(1_000)]

    def assign() -> None:
        for unit in units:
            arm_index("welcome_offer", "s1", (50, 50), unit)

    template = Template(
        "ready", "W25", {"thing1": "text", "date2": "occasion.day", "thing3": "occasion.name"}
    )
    occasion = Occasion("birthday", 3, "2026-03-05", 5, name=Text("钻石会员", "Diamond"))
    text = Text("您的黑糖珍珠鲜奶茶已做好，请到吧台领取，祝您生日快乐", "Your tea is ready")

    def fill() -> None:
        for _ in range(1_000):
            words = Filled(text, occasion, "zh", NOON, ZoneInfo("Asia/Shanghai"))
            wechat_fields(template, words, "生日", Overflow.CUT)

    for name, work in (("assignment", assign), ("a text of WeChat", fill)):
        best = min(_seconds(work) for _ in range(5 if quick else 50))
        report.line(f"reach/{name}", best / 1_000 * 1e6, "us")


def _seconds(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _context(db: Database, store: MongoProgrammeStore, clock: ManualClock) -> ReachContext:
    """A worker's, as each process has one of its own."""
    nobody = NobodyIsAsked()
    return ReachContext(
        MongoTouches(db),
        MongoAudience(db),
        MongoMemberFacts(db),
        Programmes(store, SECTIONS),
        nobody,
        Providers(CredentialsFile(None), {}, clock),
        clock,
        nobody,
        MongoPressure(db),
    )


async def _decisions(url: str, members: int) -> None:
    print(f"reach: {members} members", file=sys.stderr)
    db = mongo.connect(url, "reach")
    await migrate(db)
    clock, store = ManualClock(NOON), MongoProgrammeStore(db)
    await store.keep(Publication(BRAND, "r1", DOCUMENT))
    workers = [_context(db, store, clock) for _ in range(WORKERS)]
    known = [f"mem_{number}" for number in range(members)]
    for start in range(0, members, AT_ONCE):
        some = known[start : start + AT_ONCE]
        consents = (ConsentSaid(BRAND, m, "marketing", "all", Said(NOON, True)) for m in some)
        await MongoAudience(db).keep([*(Enrolled(BRAND, m, NOON) for m in some), *consents])
        for code in ("birthday", "enrolment_anniversary"):
            wishes = [Happened(BRAND, m, Occasion(code), clock.now(), f"evt_{m}") for m in some]
            await wish(workers[0], wishes)
    clock.advance(timedelta(seconds=1))
    jobs = [
        TimerJob(MongoTimers(db), {WISH_TIMER: partial(judge_due, worker)}, clock)
        for worker in workers
    ]
    began = time.perf_counter()
    await asyncio.gather(*(job.fire_due() for job in jobs))
    took_s = time.perf_counter() - began
    touches = await db["touches"].find({"state": {"$in": ["planned", "refused"]}}).to_list(None)
    reached = await db["reach_members"].find().to_list(None)
    over = sum(len(each["counted"]) > 1 for each in reached)
    began = time.perf_counter()
    for name, documents in (("touches", touches), ("members", reached)):
        for start in range(0, len(documents), AT_ONCE):
            writes = [
                ReplaceOne({"_id": each["_id"]}, each, upsert=True)
                for each in documents[start : start + AT_ONCE]
            ]
            await db[f"plain_{name}"].bulk_write(writes, ordered=False)
    plain_per_s = len(touches) / (time.perf_counter() - began)
    per_s = len(touches) / took_s
    report.line(
        f"reach/decisions of {members} members, {WORKERS} workers in one process",
        per_s / plain_per_s,
        "x",
        divided_by=f"bulk_write of the same documents, {plain_per_s:.0f} decisions a second",
        per_s=per_s,
        decided=len(touches),
        over_the_cap=over,
    )
    await mongo.close(db)
    if over or len(touches) < 2 * members:
        raise SystemExit(f"reach: {over} above the cap, {len(touches)} of {2 * members} decided")

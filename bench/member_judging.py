"""Judging all members of a brand: where they stand, RFM, and segments with tags by rules.

One process on a mongod of this machine, as the jobs do it after a programme was published. The
brand of N members comes after one of a tenth of them, so the ratios say whether time is linear and
memory flat; time is processor time of this process and mongod. Members are made by plain inserts of
the documents that activities leave, drawn by chance from one seed.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, cast

from bench import report
from bench.points import cpu_us
from deploy.local.servers import MongoServer, start_mongo
from services.common import mongo
from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import Bought
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.order_days import OrderDays
from services.members.activities.storage.facts import COLLECTION as FACTS
from services.members.activities.storage.facts import facts_document
from services.members.context import MembersContext
from services.members.lifecycle.commands.judging import judge_brand
from services.members.programme.commands.publish import document_of
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.domain.rules import Rules, from_programme
from services.members.segments.commands.rfm_runs import run_rfm
from services.members.segments.commands.sweeping import sweep
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.standing import NextJudgement, Standing
from services.members.unit_of_work import MembersStore
from services.members.wiring import Settings, context_in, migrate

MEMBERS, QUICK = 1_000_000, 20_000
SMALLER = 10
"""The brand that comes first has this part of the members."""
INSERTED = 2_000
ORDERS_MAX, DAYS = 20, 365
DB = "members"
NOW = datetime(2026, 11, 30, 4, tzinfo=UTC)
TODAY = NOW.date()
PROGRAMME = Path(__file__).parent.parent / "examples" / "programmes" / "tea.yaml"
SERIES = ("milk_tea", "fresh_fruit", "pure_tea", "coffee")


class OneProgramme:
    """Every brand has the same programme in force."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    async def of(self, brand: str) -> Rules:
        return self._rules

    async def required(self, brand: str) -> Rules:
        return self._rules

    async def at_least(self, brand: str, version: int) -> Rules:
        return self._rules


class Took(NamedTuple):
    """Members a second, and processor time for one."""

    per_s: float
    cpu_us: float


class Figures(NamedTuple):
    """Of a brand, by judgement; and the most memory that the process ever had."""

    took: Mapping[str, Took]
    memory_mb: float


def run(quick: bool, members: int = 0) -> None:
    """Print members a second for each judgement, and what ten times the members take."""
    count = members or (QUICK if quick else MEMBERS)
    with tempfile.TemporaryDirectory(prefix="bench-judging-") as folder:
        server = start_mongo(Path(folder) / "mongo")
        try:
            asyncio.run(_run(server, Path(folder), count))
        finally:
            server.stop()


async def _run(server: MongoServer, folder: Path, members: int) -> None:
    db = mongo.connect(server.url, DB)
    await migrate(db)
    ctx, rules = context(db, folder)
    figures = []
    for brand, count in (("small", members // SMALLER), ("large", members)):
        await _fill(db, brand, count)
        figures.append(await _judge(ctx, rules, brand, server.pids[0]))
    small, large = figures
    for name, took in large.took.items():
        before = small.took[name]
        told = f"a brand of {members // SMALLER:,}: {before.cpu_us:.0f} us"
        called = f"member_judging/{name} of {members:,}"
        ratio = took.cpu_us / before.cpu_us
        more = {"cpu_us": took.cpu_us, "per_s": took.per_s}
        report.line(called, ratio, "x", divided_by=told, **more)
    told = f"after a brand of {members // SMALLER:,}: {small.memory_mb:.0f} MB"
    ratio, most = large.memory_mb / small.memory_mb, large.memory_mb
    report.line("member_judging/memory", ratio, "x", divided_by=told, memory_mb=most)
    await mongo.close(db)


def context(db: Database, folder: Path) -> tuple[MembersContext[MembersStore], Rules]:
    """Members on `db` with keys of their own in `folder`, and the club of tea for every brand."""
    source = PROGRAMME.read_text("utf-8")
    rules = from_programme(1, json.loads(document_of(source, {}, "", NOW)))
    settings = Settings(keys_dir=folder / "keys", environment="development")
    made = context_in(settings, db, NoCache(), ManualClock(NOW))
    return replace(made, rulebook=cast("RuleBook", OneProgramme(rules))), rules


async def _judge(
    ctx: MembersContext[MembersStore], rules: Rules, brand: str, mongod: int
) -> Figures:
    async def ours() -> bool:
        return True

    judgements: Mapping[str, Callable[[], Awaitable[int]]] = {
        "lifecycle": lambda: judge_brand(ctx, brand, 1),
        "rfm": lambda: run_rfm(ctx, rules, brand, ours),
        "segments": lambda: sweep(ctx, rules, brand, ours),
    }
    took = {}
    for name, judge in judgements.items():
        began, used = time.perf_counter(), _cpu_us(mongod)
        judged = await judge()
        seconds, spent = time.perf_counter() - began, _cpu_us(mongod) - used
        took[name] = Took(judged / seconds, spent / judged)
        print(f"{brand}: {name} judged {judged:,}", file=sys.stderr)
    return Figures(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _cpu_us(mongod: int) -> float:
    return time.process_time() * 1_000_000 + cpu_us(mongod)


async def _fill(db: Database, brand: str, count: int) -> None:
    chance = Random(7)
    for first in range(0, count, INSERTED):
        ids = [f"mem_{brand}{n:017d}" for n in range(first, min(count, first + INSERTED))]
        members, facts = zip(*(_documents(brand, each, chance) for each in ids), strict=True)
        await db["members"].insert_many(members)
        await db[FACTS].insert_many(facts)


def _documents(brand: str, member_id: str, chance: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    enrolled = NOW - timedelta(days=chance.randrange(10, 1_000))
    member = {"_id": member_id, "brand": brand, "channel": "bench", "created_at": enrolled}
    days = [TODAY - timedelta(days=n) for n in sorted(_days(chance), reverse=True)]
    spent = {day: chance.randrange(1_000, 9_000) for day in days}
    bought = Bought()
    for day in days:
        bought.change(day, {chance.choice(SERIES): 1}, {f"sku{chance.randrange(40)}": 1}, date.min)
    orders = DailyTotals(len(days), dict.fromkeys(days, 1))
    facts = Facts(
        last_seen_at=NOW - timedelta(days=(TODAY - days[-1]).days) if days else None,
        orders=orders,
        spent=DailyTotals(sum(spent.values()), spent),
        active={day.toordinal() for day in days if (TODAY - day).days < 60},
        bought=bought,
        order_days=OrderDays(dict.fromkeys(days[:8], 1), days[-1] if days else None),
        revision=len(days),
        standing=Standing(DailyTotals(sum(spent.values()), dict(spent))),
        done={ActivityType.ORDER: len(days)} if days else {},
        first_on={ActivityType.ORDER: days[0].toordinal()} if days else {},
    )
    return member, facts_document(brand, member_id, facts, NextJudgement(None, 1))


def _days(chance: Random) -> Iterator[int]:
    return iter({chance.randrange(DAYS) for _ in range(chance.randrange(ORDERS_MAX))})

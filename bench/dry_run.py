"""A dry run of a year of real orders: the retail programme in force, and a draft with multipliers,
coupons and rules by line (`retail_points.document`), each over all orders and returns.

The file is Online Retail of the UCI Machine Learning Repository; `TESSERA_RETAIL_YEAR` names it.
The job of the room runs it, with its trials in a process of their own; what members would tell
comes from the file. The yardstick is bare postings into books in memory, as many as there are
orders and returns.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from pathlib import Path

from bench import report
from bench.retail_points import BRAND, CHANNEL, CURRENCY, PROGRAMME, document
from bench.retail_year import FILE, LONDON
from examples.import_orders import order_file
from examples.import_orders.history import Invoice, Return, history
from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.members.programme.commands import programme_file
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.context import PointsContext
from services.points.dry_run.api.history import PIECE
from services.points.dry_run.commands.history import Told
from services.points.dry_run.commands.job import DryRunJob
from services.points.dry_run.domain.dry_run import DryRun, State
from services.points.dry_run.storage.known import OneProgramme, ToldMembers
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest
from services.points.ledger.storage.in_memory import LedgerInMemory
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from services.points.trials import trial_process

QUICK_PART = 10
AT_ONCE = 50


def run(quick: bool) -> None:
    """Print the seconds of the whole, and how much longer than bare postings; `quick` takes the
    first tenth."""
    name = os.environ.get(FILE, "")
    if not name or not Path(name).is_file():
        print(f"dry_run: skipped, {FILE} names no file", file=sys.stderr)
        return
    events = history(order_file.read(Path(name), LONDON)).events
    told = [Told(event.at, _activity(event)) for event in events]
    asyncio.run(_measure(told[: len(told) // QUICK_PART] if quick else told))


async def _measure(told: Sequence[Told]) -> None:
    first, last = told[0].at, told[-1].at
    clock, programmes = ManualClock(last), Programmes(OneProgramme(), compile_condition, SECTIONS)
    ctx = PointsContext(Ledger(LedgerInMemory(), clock), programmes, ToldMembers(), clock)
    now = programme_file.read(PROGRAMME.read_text("utf-8")).document
    await programmes.publish(ProgrammePublished(BRAND, 1, now, first))
    draft = json.dumps(document())
    kept = _Kept(DryRun("dry_1", BRAND, "bench", last, first, draft, b""))
    began = time.perf_counter()
    await DryRunJob(ctx, kept, _History(told), trial_process, _lease).do(kept.run)
    took_s = time.perf_counter() - began
    done = kept.run
    if done.state is not State.DONE or not done.complete or done.activities != len(told):
        raise RuntimeError(f"not a whole dry run: {done.state}, {done.activities} of {len(told)}")
    bare_s = await _bare(ctx, len(told))
    report.line(
        f"dry run/{len(told):,} orders and returns, two programmes",
        took_s / bare_s,
        "x",
        divided_by=f"as many bare postings in memory ({report.significant(bare_s)} s)",
        run_s=took_s,
        per_s=len(told) / took_s,
    )


async def _bare(ctx: PointsContext, count: int) -> float:
    began = time.perf_counter()
    for start in range(0, count, AT_ONCE):
        requests = [
            PostingRequest(
                BRAND,
                f"rpc/{number}",
                PostingKind.EARN,
                (Leg(f"mem_{number % 4_000}", "POINTS", 9), Leg("house:issued", "POINTS", -9)),
            )
            for number in range(start, min(start + AT_ONCE, count))
        ]
        for result in await ctx.ledger.post_all(requests):
            if not isinstance(result, Posted):
                raise result.error
    return time.perf_counter() - began


class _Kept:
    """Implements `dry_run.commands.job.DryRunStore` for one run."""

    def __init__(self, run: DryRun) -> None:
        self.run = run

    async def begin(self, run: DryRun) -> DryRun:
        return run

    async def get(self, brand: str, id_: str) -> DryRun | None:
        return self.run

    async def next(self) -> DryRun | None:
        return self.run

    async def put(self, run: DryRun) -> None:
        self.run = run


class _History:
    """Implements `dry_run.commands.job.History` by the file."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told

    async def activities(
        self, brand: str, since: datetime, until: datetime
    ) -> AsyncGenerator[Sequence[Told], None]:
        for start in range(0, len(self._told), PIECE):
            yield self._told[start : start + PIECE]


async def _lease() -> bool:
    return True


def _activity(event: Invoice | Return) -> Activity:
    """The event as members tell it."""
    member_id = f"mem_{event.customer}"
    if isinstance(event, Invoice):
        lines = tuple(
            OrderLine(x.line_id, x.line.article, "", x.line.quantity, x.line.amount_minor)
            for x in event.bought
        )
        name, order_id, type_ = event.number, event.number, ActivityType.ORDER
    else:
        lines = tuple(
            OrderLine(x.line_id, x.article, "", x.quantity, x.amount_minor) for x in event.lines
        )
        name, order_id = f"{event.cancellation}/{event.invoice}", event.invoice
        type_ = ActivityType.REFUND
    order = Order(order_id, CURRENCY, sum(line.amount_minor for line in lines), lines)
    return Activity(BRAND, CHANNEL, name, member_id, type_, event.at, order=order)

"""Activities as channels report them, and personal data as it is opened for a read.

Orders of two lines come 500 a call, each of another member, by the command that the RPC calls; in
turns with plain inserts of the documents that they left behind, as many at once. Then members are
read with all that is sealed opened, in turns with plain reads of their documents. A ratio is the
median of the rounds' own; `by_cpu` that of processor time, of this process and mongod together.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench import report
from bench.member_judging import NOW, context
from bench.points import cpu_us
from deploy.local.servers import MongoServer, start_mongo
from services.common import mongo
from services.common.mongo import Database
from services.members.activities.api.activities import to_activity
from services.members.activities.commands.recording import record_activities
from services.members.context import MembersContext
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.unit_of_work import MembersStore, Unit
from services.members.wiring import migrate
from tessera.types.v1 import types_pb2

BRAND, DB = "tea", "members"
MEMBERS, BATCH = 1_000, 500
BATCHES, ROUNDS = 8, 5
READ = 200
WRITTEN = ("activities", "orders", "facts", "events")
"""The collections in which an order leaves a document, or changes one."""


@dataclass
class Turn:
    """What a turn took, in seconds and in processor time."""

    seconds: float = 0.0
    cpu_us: float = 0.0


def run(quick: bool) -> None:
    """Print activities a second by plain inserts, and what opening costs by plain reads."""
    with tempfile.TemporaryDirectory(prefix="bench-recording-") as folder:
        server = start_mongo(Path(folder) / "mongo")
        try:
            asyncio.run(_run(server, Path(folder), 1 if quick else ROUNDS))
        finally:
            server.stop()


async def _run(server: MongoServer, folder: Path, rounds: int) -> None:
    db = mongo.connect(server.url, DB)
    await migrate(db)
    ctx, _ = context(db, folder)
    ids = [f"mem_bench{n:017d}" for n in range(MEMBERS)]
    for first in range(0, MEMBERS, READ):
        await ctx.store.transact(partial(_enrol, ids=ids[first : first + READ]))
    await _record(ctx, server, db, ids, "warm")
    recorded, read = [], []
    for number in range(rounds):
        recorded.append(await _record(ctx, server, db, ids, f"r{number}"))
        read.append(await _read(ctx, server, db, ids))
    per_s = statistics.median(BATCH * BATCHES / own.seconds for own, _ in recorded)
    _tell("activities", "plain inserts of the same documents", recorded, per_s=per_s)
    opened = statistics.median(own.cpu_us / MEMBERS for own, _ in read)
    _tell("sealed members read", "plain reads of their documents", read, cpu_us=opened)
    await mongo.close(db)


def _tell(name: str, told: str, turns: Sequence[tuple[Turn, Turn]], **more: float) -> None:
    ratio = statistics.median(plain.seconds / own.seconds for own, plain in turns)
    by_cpu = statistics.median(plain.cpu_us / own.cpu_us for own, plain in turns)
    report.line(f"member_recording/{name}", ratio, "x", divided_by=told, by_cpu=by_cpu, **more)


@asynccontextmanager
async def _timed(server: MongoServer) -> AsyncIterator[Turn]:
    turn, began, used = Turn(), time.perf_counter(), _cpu(server)
    yield turn
    turn.seconds, turn.cpu_us = time.perf_counter() - began, _cpu(server) - used


def _cpu(server: MongoServer) -> float:
    return time.process_time() * 1_000_000 + cpu_us(server.pids[0])


async def _enrol(unit: Unit, ids: Sequence[str]) -> None:
    await unit.identities.add([_member(each) for each in ids])


def _member(member_id: str) -> Member:
    number = int(member_id[-8:])
    identities = (
        Identity(IdentityKind.PHONE, f"+86138{number:08d}"),
        Identity(IdentityKind.WECHAT_OPENID, f"o-bench-{number}"),
    )
    profile = Profile("张三", "06-01", "zh")
    return Member(member_id, BRAND, identities, profile, "bench", NOW - timedelta(days=400))


async def _record(
    ctx: MembersContext[MembersStore],
    server: MongoServer,
    db: Database,
    ids: Sequence[str],
    name: str,
) -> tuple[Turn, Turn]:
    """What the orders took, and what plain inserts of their documents took."""
    batches = [
        [_order(f"{name}-{batch}-{n}", ids[n % MEMBERS]) for n in range(BATCH)]
        for batch in range(BATCHES)
    ]
    async with _timed(server) as own:
        for batch in batches:
            results = await record_activities(ctx, BRAND, list(map(to_activity, batch)))
            assert all(each.refusal is None for each in results), results[0]
    left = {each: await db[each].find({}).to_list(BATCH * BATCHES) for each in WRITTEN}
    async with _timed(server) as plain:
        for first in range(0, BATCH * BATCHES, BATCH):
            for each, documents in left.items():
                some = documents[first : first + BATCH]
                if some:
                    await db[f"plain_{name}_{each}"].insert_many(some, ordered=False)
    for each in WRITTEN:
        await db[f"plain_{name}_{each}"].drop()
    return own, plain


def _order(event_id: str, member_id: str) -> types_pb2.Activity:
    message = types_pb2.Activity(
        channel="pos",
        event_id=event_id,
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_ORDER,
        store_id="SH001",
    )
    message.occur_time.FromDatetime(NOW - timedelta(minutes=5))
    message.order.order_id = event_id
    message.order.total.currency_code, message.order.total.minor_units = "CNY", 5_000
    for line_id, sku, series, minor in (
        ("1", "latte", "coffee", 1_800),
        ("2", "cheese_tea", "milk_tea", 3_200),
    ):
        line = message.order.lines.add(line_id=line_id, sku=sku, series=series, quantity=1)
        line.amount_minor = minor
    return message


async def _read(
    ctx: MembersContext[MembersStore], server: MongoServer, db: Database, ids: Sequence[str]
) -> tuple[Turn, Turn]:
    """What reading all members took with what is sealed opened, and what it took as it stands."""
    parts = [ids[at : at + READ] for at in range(0, len(ids), READ)]
    async with _timed(server) as own:
        for part in parts:
            assert len(await ctx.store.identities.members(BRAND, part)) == len(part)
    async with _timed(server) as plain:
        for part in parts:
            query = {"_id": {"$in": list(part)}, "brand": BRAND}
            assert len(await db["members"].find(query).to_list(None)) == len(part)
    return own, plain

"""A flash sale: 2,000 callers want 100 pieces at the same moment, each for a member of their own.

A points process on a MongoDB of its own. Who is told that the process is busy asks again under the
same request id, as channels do; a caller's time goes from the first attempt to the answer. The
yardstick is a bare posting by as many callers at once, in the same run. Exactly 100 get a piece.
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import grpc
import uvloop

from bench import report
from bench.ledger_documents import BRAND
from bench.points import points
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.clock import SystemClock
from services.common.errors import reason_of
from services.members.programme.commands import programme_file
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.storage import MongoProgrammeStore
from services.points.stock.commands import stock_rewards
from tessera.points.v1 import ledger_pb2, rewards_pb2

PROGRAMME = Path(__file__).parent.parent / "examples" / "programmes" / "tea.yaml"
REDEEM = "/tessera.points.v1.Rewards/RedeemReward"
POST = "/tessera.points.v1.Ledger/CreatePosting"
CALLERS, QUICK_CALLERS, PIECES, PRICE, GIVERS = 2_000, 400, 100, 10, 64
GOT, GONE = "got a piece", "OUT_OF_STOCK"
BUSY = {"DEADLINE_EXCEEDED", "OVERLOADED", "STORAGE_UNAVAILABLE"}
PAUSE_S = 0.05
DB = "points"


def run(quick: bool) -> None:
    """Measure and print the times of those who got a piece and of those who did not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=1.0)
        try:
            uvloop.run(_measure(folder, server.url, QUICK_CALLERS if quick else CALLERS))
        finally:
            server.stop()


async def _measure(folder: Path, url: str, callers: int) -> None:
    people = [f"mem_{number}" for number in range(callers)]
    await _begin(url)
    async with points(folder, url, DB) as (process,):
        turns = asyncio.Semaphore(GIVERS)

        async def given(person: str) -> None:
            async with turns:
                await process.call(POST, _posting(person, f"given/{person}", PRICE))

        await asyncio.gather(*map(given, people))

        async def redeemed(person: str) -> None:
            request = rewards_pb2.RedeemRewardRequest(
                request_id=f"flash/{person}", member_id=person, reward_code="flash"
            )
            await process.call(REDEEM, request.SerializeToString())

        async def posted(person: str) -> None:
            await process.call(POST, _posting(person, f"bare/{person}", 1))

        outcomes = await asyncio.gather(*(_answer(redeemed, each) for each in people))
        bare = await asyncio.gather(*(_answer(posted, each) for each in people))
    counted = Counter(told for told, _ in outcomes)
    if counted != {GOT: PIECES, GONE: callers - PIECES}:
        raise RuntimeError(f"of {callers} callers: {dict(counted)}")
    yardstick = _p99([took for _, took in bare])
    for told in (GOT, GONE):
        p99 = _p99([took for each, took in outcomes if each == told])
        report.line(
            f"flash sale/{callers} callers, {PIECES} pieces/{told}",
            p99 / yardstick,
            "x",
            divided_by=f"p99 of a bare posting by as many ({report.significant(yardstick)} ms)",
            p99_ms=p99,
            calls=counted[told],
        )


async def _begin(url: str) -> None:
    """The tea programme with the reward, for members whom nobody enrolled, and its pieces."""
    document = dict(programme_file.read(PROGRAMME.read_text("utf-8")).document)
    document["earning"] = {**document["earning"], "unknown_members": "accept"}
    item = {"code": "flash", "name": {"zh": "秒杀", "en": "Flash"}, "kind": "product"}
    document["rewards"] = {
        "items": [{**item, "price": PRICE, "stock": PIECES, "immediate": True}],
    }
    database = mongo.connect(url, DB)
    try:
        published = ProgrammePublished(BRAND, 1, document, datetime.now(UTC))
        await MongoProgrammeStore(database).publish(published)
        # As points do it when they hear of the programme from members, which do not run here.
        ledger = Ledger(MongoLedgerStore(database), SystemClock())
        ctx: Any = SimpleNamespace(ledger=ledger)
        programme: Any = SimpleNamespace(brand=BRAND, version=1)
        await stock_rewards(ctx, programme, {"flash": PIECES})
    finally:
        await mongo.close(database)


async def _answer(call: Callable[[str], Awaitable[None]], person: str) -> tuple[str, float]:
    """What the caller was told in the end, and after how many ms."""
    sent = time.perf_counter()
    while True:
        told = GOT
        try:
            await call(person)
        except grpc.aio.AioRpcError as error:
            reason = reason_of(error)
            told = reason.reason if reason else error.code().name
        if told not in BUSY:
            return told, (time.perf_counter() - sent) * 1000
        await asyncio.sleep(PAUSE_S)


def _p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


def _posting(owner: str, request_id: str, amount: int) -> bytes:
    legs = [
        ledger_pb2.Leg(owner=owner, asset="POINTS", amount=amount),
        ledger_pb2.Leg(owner="house:issued", asset="POINTS", amount=-amount),
    ]
    return ledger_pb2.CreatePostingRequest(
        request_id=request_id, kind=ledger_pb2.POSTING_KIND_EARN, legs=legs
    ).SerializeToString()

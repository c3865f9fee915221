"""What a till waits for: the award of an order and its refund, one a call, by 64 callers at once.

A points process with the tea brand's programme on a MongoDB of its own. Each caller awards an order
of two lines and then refunds one of them, so half of the calls are of each kind. The yardstick is
`CreatePosting` by as many callers in the same run: what the ledger alone takes for a call.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import uvloop

from bench import report
from bench.ledger_documents import BRAND
from bench.points import Points, cpu_us, points
from deploy.local.servers import start_mongo
from services.common import mongo
from services.members.programme.commands import programme_file
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.storage import MongoProgrammeStore
from tessera.points.v1 import earning_pb2, ledger_pb2, refunds_pb2
from tessera.types.v1 import types_pb2

PROGRAMME = Path(__file__).parent.parent / "examples" / "programmes" / "tea.yaml"
AWARD = "/tessera.points.v1.Earning/AwardActivities"
REFUND = "/tessera.points.v1.Refunds/CommitRefund"
POST = "/tessera.points.v1.Ledger/CreatePosting"
CALLERS = 64
MEMBERS = 5_000
DB = "points"


def run(quick: bool) -> None:
    """Measure and print the figures of awards, refunds and bare postings."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=1.0)
        try:
            uvloop.run(_measure(folder, server.url, 2.0 if quick else 6.0))
        finally:
            server.stop()


async def _measure(folder: Path, url: str, seconds: float) -> None:
    await _publish(url)
    async with points(folder, url, DB) as (process,):
        await _calls(process, 1.0)
        await _post(process, 1.0)
        awards, refunds, cpu = await _calls(process, seconds)
        posts, bare = await _post(process, seconds)
    for name, latencies in (("award", awards), ("refund", refunds), ("bare posting", posts)):
        ordered = sorted(latencies)
        report.line(
            f"tills/{name}/{CALLERS} callers",
            statistics.median(ordered),
            "ms",
            p99_ms=ordered[len(ordered) * 99 // 100],
            calls=len(ordered),
        )
    report.line(
        "tills/award or refund against a bare posting",
        cpu / bare,
        "x",
        divided_by=f"processor time of a bare posting ({report.significant(bare)} µs)",
        points_cpu_us=cpu,
    )


async def _publish(url: str) -> None:
    """The tea programme in force, for members whom nobody enrolled."""
    document = dict(programme_file.read(PROGRAMME.read_text("utf-8")).document)
    document["earning"] = {**document["earning"], "unknown_members": "accept"}
    database = mongo.connect(url, DB)
    try:
        published = ProgrammePublished(BRAND, 1, document, datetime.now(UTC))
        await MongoProgrammeStore(database).publish(published)
    finally:
        await mongo.close(database)


async def _calls(process: Points, seconds: float) -> tuple[list[float], list[float], float]:
    """Latencies of awards and of refunds in ms, and the process's time for a call in µs."""
    awards: list[float] = []
    refunds: list[float] = []
    end, before = time.perf_counter() + seconds, cpu_us(process.pid)

    async def caller() -> None:
        while time.perf_counter() < end:
            order, refund = _sale()
            answer = await _timed(process, AWARD, order.SerializeToString(), awards)
            (result,) = earning_pb2.AwardActivitiesResponse.FromString(answer).results
            if result.reason:
                raise RuntimeError(f"{result.reason}: {result.message}")
            await _timed(process, REFUND, refund.SerializeToString(), refunds)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return awards, refunds, (cpu_us(process.pid) - before) / (len(awards) + len(refunds))


async def _post(process: Points, seconds: float) -> tuple[list[float], float]:
    latencies: list[float] = []
    end, before = time.perf_counter() + seconds, cpu_us(process.pid)

    async def caller() -> None:
        while time.perf_counter() < end:
            await _timed(process, POST, _posting().SerializeToString(), latencies)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return latencies, (cpu_us(process.pid) - before) / len(latencies)


async def _timed(process: Points, path: str, request: bytes, into: list[float]) -> bytes:
    sent = time.perf_counter()
    answer = await process.call(path, request)
    into.append((time.perf_counter() - sent) * 1000)
    return answer


_numbers: Iterator[int] = count(1)


def _posting() -> ledger_pb2.CreatePostingRequest:
    """Points for the next member, without a rule."""
    number = next(_numbers)
    legs = [
        ledger_pb2.Leg(owner=f"mem_{number % MEMBERS}", asset="POINTS", amount=36),
        ledger_pb2.Leg(owner="house:issued", asset="POINTS", amount=-36),
    ]
    return ledger_pb2.CreatePostingRequest(
        request_id=f"posting-{number}", kind=ledger_pb2.POSTING_KIND_EARN, legs=legs
    )


def _sale() -> tuple[earning_pb2.AwardActivitiesRequest, refunds_pb2.CommitRefundRequest]:
    """An order of two drinks by the next member, and the refund of the first one."""
    number = next(_numbers)
    order = types_pb2.Activity(
        channel="pos",
        event_id=f"order-{number}",
        member_id=f"mem_{number % MEMBERS}",
        type=types_pb2.ACTIVITY_TYPE_ORDER,
    )
    order.occur_time.FromDatetime(datetime.now(UTC))
    order.order.order_id = f"order-{number}"
    order.order.total.currency_code, order.order.total.minor_units = "CNY", 3_600
    for line_id, series in (("1", "fresh_fruit"), ("2", "milk_tea")):
        order.order.lines.add(
            line_id=line_id, sku=series, series=series, quantity=1, amount_minor=1_800
        )
    refund = types_pb2.Activity(
        channel="pos",
        event_id=f"refund-{number}",
        member_id=order.member_id,
        type=types_pb2.ACTIVITY_TYPE_REFUND,
    )
    refund.occur_time.CopyFrom(order.occur_time)
    refund.order.order_id = order.order.order_id
    refund.order.total.currency_code, refund.order.total.minor_units = "CNY", 1_800
    refund.order.lines.append(order.order.lines[0])
    return (
        earning_pb2.AwardActivitiesRequest(activities=[order]),
        refunds_pb2.CommitRefundRequest(refund=refund),
    )

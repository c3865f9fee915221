"""Awards under 10 rules and 3 campaigns, in batches, against bare postings; and the check of a
basket for coupons, one a call, against a bare read of a balance.

A points process on a MongoDB of its own. All rules are of orders: by money, by line and by piece,
with conditions, caps, tier and campaigns; an order of two lines earns by six of them under two
campaigns. The cases and their yardsticks take turns; a ratio is the median of the rounds' own.
A member whose basket is checked has three coupons, and the basket five lines.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import uvloop

from bench import report
from bench.ledger_documents import ACCOUNTS, BRAND, batches, openings
from bench.points import BATCH, LEDGER, Points, cpu_us, points
from deploy.local.servers import start_mongo
from services.common import mongo
from services.common.clock import SystemClock
from services.members.programme.commands import programme_file
from services.members.programme.commands.yaml_source import read_yaml
from services.points.activities.domain.standing import MemberEnrolled
from services.points.activities.storage.standings import MongoStandingStore
from services.points.context import PointsContext
from services.points.grants.commands import grant_all
from services.points.grants.domain.grant import callers_grant
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.programme.domain.published import ProgrammePublished
from services.points.programme.storage import MongoProgrammeStore
from services.points.sections import programmes_in
from tessera.points.v1 import checkout_pb2, earning_pb2, ledger_pb2
from tessera.types.v1 import types_pb2

PROGRAMME = Path(__file__).parent.parent / "examples" / "programmes" / "tea.yaml"
AWARD = "/tessera.points.v1.Earning/AwardActivities"
PREVIEW = "/tessera.points.v1.Checkout/PreviewBasket"
BALANCES = LEDGER + "GetBalances"
CALLERS, SIZE, CHECKERS = 8, 32, 64
MEMBERS, SHOPPERS, COUPONS, LINES = 5_000, 200, 3, 5
ROUNDS, SECONDS, QUICK_ROUNDS, QUICK_SECONDS = 5, 4.0, 2, 1.5
DB = "points"
FRAME = ("brand", "programme", "name", "currency", "timezone", "assets", "ladders")
CAMPAIGNS = [
    {"code": "weekend", "percent": 200, "when": "activity.weekday >= 1"},
    {"code": "large", "percent": 150, "when": "activity.amount_minor >= 3000"},
    {"code": "evening", "percent": 150, "when": "activity.hour >= 24"},
]


def rules() -> list[dict[str, Any]]:
    """The ten."""
    both, asset = ["tier", "campaigns"], {"on": "order", "asset": "POINTS"}
    money, points_ = {"points": 1, "per_minor_units": 100}, {"points": 5}
    monthly = [{"per": "month", "times": 1_000_000}]
    return [
        {**asset, "code": "money", "award": money, "multipliers": both},
        {**asset, "code": "line", "award": points_, "each": "line", "when": "line.quantity >= 1"},
        {
            **asset,
            "code": "series",
            "award": points_,
            "each": "item",
            "when": 'line.series == "fresh_fruit"',
        },
        {**asset, "code": "large", "award": points_, "when": "activity.amount_minor >= 3000"},
        {**asset, "code": "capped", "award": points_, "caps": monthly},
        {**asset, "code": "growth", "asset": "GROWTH", "award": money},
        {**asset, "code": "dear", "award": points_, "when": "activity.amount_minor >= 1000000"},
        {**asset, "code": "shop", "award": points_, "when": 'activity.channel == "shop"'},
        {**asset, "code": "gold", "award": points_, "when": 'member.tier == "none"'},
        {**asset, "code": "regular", "award": points_, "when": "stats.orders_30d >= 5"},
    ]


def document() -> Mapping[str, Any]:
    """The frame of tea with these rules and a coupon, as it is published."""
    tea = read_yaml(PROGRAMME.read_text("utf-8")).document
    written = {name: tea[name] for name in FRAME}
    written["earning"] = {
        "rules": rules(),
        "campaigns": CAMPAIGNS,
        "stacking": "multiply",
        "unknown_members": "accept",
    }
    tenth = {"code": "tenth", "name": {"zh": "九折", "en": "10 % off"}, "kind": "percent_off"}
    written["coupons"] = {"types": [{**tenth, "percent": 10, "life": {"days": 30}}]}
    file = programme_file.read(json.dumps(written))
    if file.problems:
        raise ValueError(f"the programme: {file.problems[:3]}")
    return file.document


def run(quick: bool) -> None:
    """Measure and print awards a second and the latency of a check, each by its yardstick."""
    rounds, seconds = (QUICK_ROUNDS, QUICK_SECONDS) if quick else (ROUNDS, SECONDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = start_mongo(folder / "mongo", cache_gb=1.0)
        try:
            uvloop.run(_measure(folder, server.url, rounds, seconds))
        finally:
            server.stop()


async def _measure(folder: Path, url: str, rounds: int, seconds: float) -> None:
    await _publish(url)
    async with points(folder, url, DB) as (process,):
        for request in openings(ACCOUNTS):
            await process.call(BATCH, request)
        await _awards(process, rounds, seconds)
        await _checks(process, rounds, seconds)


async def _publish(url: str) -> None:
    """The programme in force, and the coupons of those whose baskets are checked."""
    database = mongo.connect(url, DB)
    try:
        clock = SystemClock()
        published = ProgrammePublished(BRAND, 1, document(), clock.now())
        await MongoProgrammeStore(database).publish(published)
        standings = MongoStandingStore(database)
        shoppers = [_shopper(number) for number in range(SHOPPERS)]
        await standings.enrol([MemberEnrolled(BRAND, each, clock.now()) for each in shoppers])
        ledger = Ledger(MongoLedgerStore(database), clock)
        ctx = PointsContext(ledger, programmes_in(database), standings, clock)
        wishes = [
            callers_grant(BRAND, f"{each}/{number}", each, coupon_type="tenth")
            for each in shoppers
            for number in range(COUPONS)
        ]
        if refused := [one.error for one in await grant_all(ctx, wishes) if one.error]:
            raise refused[0]
    finally:
        await mongo.close(database)


async def _awards(process: Points, rounds: int, seconds: float) -> None:
    bare = batches(ACCOUNTS, SIZE)

    async def posted() -> None:
        answer = ledger_pb2.BatchCreatePostingsResponse.FromString(
            await process.call(BATCH, next(bare))
        )
        if any(one.reason for one in answer.results):
            raise RuntimeError(f"a posting was refused: {answer.results}")

    async def awarded() -> None:
        activities = [_order() for _ in range(SIZE)]
        request = earning_pb2.AwardActivitiesRequest(activities=activities)
        answer = earning_pb2.AwardActivitiesResponse.FromString(
            await process.call(AWARD, request.SerializeToString())
        )
        for one in answer.results:
            if one.reason or len(one.awards) != 6:
                raise RuntimeError(f"not six awards: {one}")

    await _turn(process, awarded, CALLERS, 1.0)
    ratios, by_cpu, rates = list[float](), list[float](), list[float]()
    for _ in range(rounds):
        award, award_us = await _turn(process, awarded, CALLERS, seconds)
        post, post_us = await _turn(process, posted, CALLERS, seconds)
        rates.append(len(award) * SIZE / seconds)
        ratios.append(len(award) / len(post))
        by_cpu.append(post_us / award_us)
    bare_per_s = rates[-1] / ratios[-1]
    report.line(
        f"awards/10 rules, 3 campaigns, {CALLERS} callers, {SIZE} a call",
        statistics.median(ratios),
        "x",
        divided_by=f"bare postings in the same calls ({report.significant(bare_per_s)}/s)",
        per_s=statistics.median(rates),
        by_cpu=statistics.median(by_cpu),
    )


async def _checks(process: Points, rounds: int, seconds: float) -> None:
    turn = count()

    async def checked() -> None:
        request = checkout_pb2.PreviewBasketRequest(basket=_basket(next(turn) % SHOPPERS))
        answer = checkout_pb2.PreviewBasketResponse.FromString(
            await process.call(PREVIEW, request.SerializeToString())
        )
        if len(answer.offers) != COUPONS or any(one.why_not for one in answer.offers):
            raise RuntimeError(f"not {COUPONS} coupons: {answer}")

    async def read() -> None:
        name = ledger_pb2.AccountName(owner=_shopper(next(turn) % SHOPPERS), asset="POINTS")
        request = ledger_pb2.GetBalancesRequest(accounts=[name])
        await process.call(BALANCES, request.SerializeToString())

    await _turn(process, checked, CHECKERS, 1.0)
    checks, reads, by_cpu = list[float](), list[float](), list[float]()
    for _ in range(rounds):
        some, check_us = await _turn(process, checked, CHECKERS, seconds)
        others, read_us = await _turn(process, read, CHECKERS, seconds)
        checks += some
        reads += others
        by_cpu.append(check_us / read_us)
    yardstick = _p99(reads)
    report.line(
        f"coupon check/{LINES} lines, {COUPONS} coupons, {CHECKERS} callers",
        _p99(checks) / yardstick,
        "x",
        divided_by=f"p99 of GetBalances by as many ({report.significant(yardstick)} ms)",
        p50_ms=statistics.median(checks),
        p99_ms=_p99(checks),
        calls=len(checks),
        by_cpu=statistics.median(by_cpu),
    )


async def _turn(
    process: Points, call: Callable[[], Awaitable[None]], callers: int, seconds: float
) -> tuple[list[float], float]:
    """Latencies of the calls in ms, and the process's time for one in µs."""
    latencies: list[float] = []
    end, before = time.perf_counter() + seconds, cpu_us(process.pid)

    async def caller() -> None:
        while (sent := time.perf_counter()) < end:
            await call()
            latencies.append((time.perf_counter() - sent) * 1000)

    await asyncio.gather(*(caller() for _ in range(callers)))
    return latencies, (cpu_us(process.pid) - before) / len(latencies)


def _p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


_numbers: Iterator[int] = count(1)


def _order() -> types_pb2.Activity:
    """An order of two drinks by the next member."""
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
    return order


def _shopper(number: int) -> str:
    return f"mem_shopper_{number}"


def _basket(number: int) -> checkout_pb2.Basket:
    basket = checkout_pb2.Basket(member_id=_shopper(number), currency_code="CNY")
    for line in range(LINES):
        basket.lines.add(line_id=str(line), sku="tea", quantity=1, amount_minor=1_800)
    return basket

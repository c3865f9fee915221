"""A year of real orders under the retail programme, with multipliers, coupons and refunds, by the
points service and by `year_script.py`, which shares no line with it: every customer's points and
usable coupons have to be the same.

The file is Online Retail of the UCI Machine Learning Repository; `TESSERA_RETAIL_YEAR` names it.
Here the service's own commands do it on a MongoDB of this machine: a till holds and captures the
basket with the oldest coupon, and points follow the order as they follow members; tiers are judged
by the ladders of members. The clock goes from local day to local day; customers go side by side.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import uvloop

from bench import report, year_script
from bench.retail_year import FILE, LONDON
from deploy.local.servers import start_mongo
from examples.import_orders import order_file
from examples.import_orders.history import Invoice, Return, history
from services.common import mongo
from services.common.clock import ManualClock
from services.members.programme.commands import programme_file
from services.members.programme.commands.yaml_source import read_yaml
from services.members.programme.domain.rules import Rules
from services.members.tiers.domain import tiers
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import ladders_of
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import Tier, TierChanged
from services.points.activities.storage.standings import MongoStandingStore
from services.points.checkout.commands import capture_basket, hold_basket
from services.points.checkout.domain.basket import Basket, BasketLine
from services.points.context import PointsContext
from services.points.coupons.commands import list_coupons
from services.points.coupons.domain.coupon import CouponState
from services.points.earning.domain.refused_activity import REFUSED
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import programmes_in
from services.points.wiring import migrate

PROGRAMME = Path(__file__).parent.parent / "examples" / "programmes" / "retail.yaml"
BRAND, CHANNEL, CURRENCY, ASSET, DB = "retail", "pos", "GBP", "POINTS", "points"
COUPON_MINIMUM, BASKET_LINES = 2_000, 200
"""The till offers no coupon below its minimum, nor for more lines than a basket may have."""
MULTIPLIERS = {"high_value": 110, "vip": 130}
RULES = [
    {
        "code": "dozens",
        "on": "order",
        "each": "line",
        "when": "line.quantity >= 12",
        "asset": ASSET,
        "award": {"points": 2},
        "multipliers": ["campaigns"],
        "rounding": "half_up",
    },
    {
        "code": "big_order",
        "on": "order",
        "when": "activity.amount_minor >= 50000",
        "asset": ASSET,
        "award": {"points": 25},
        "caps": [{"per": "month", "times": 2}],
    },
    {
        "code": "month_gift",
        "on": "order",
        "when": "activity.amount_minor >= 30000",
        "award": {"coupon": "five_off"},
        "caps": [{"per": "month", "times": 1}],
    },
]
CAMPAIGNS = [
    {"code": "christmas", "percent": 200, "from": "2010-12-01", "until": "2010-12-23"},
    {"code": "thursdays", "percent": 150, "when": "activity.weekday == 4"},
    {
        "code": "autumn",
        "percent": 125,
        "when": "activity.amount_minor >= 20000",
        "from": "2011-10-01",
        "until": "2011-11-30",
    },
]


def run(quick: bool) -> None:
    """Compare the two on the whole file; `quick` takes the first tenth of its customers."""
    name = os.environ.get(FILE, "")
    if not name or not Path(name).is_file():
        print(f"retail_points: skipped, {FILE} names no file", file=sys.stderr)
        return
    events = history(order_file.read(Path(name), LONDON)).events
    expected = year_script.points(name)
    if quick:
        some = set(sorted(expected)[: len(expected) // 10])
        events = [each for each in events if each.customer in some]
    with tempfile.TemporaryDirectory() as folder:
        server = start_mongo(Path(folder) / "mongo", cache_gb=1.0)
        try:
            began = time.perf_counter()
            found = uvloop.run(_on_mongo(server.url, events))
        finally:
            server.stop()
    took_s = time.perf_counter() - began
    differ = {
        name: (found[name], expected[name]) for name in found if found[name] != expected[name]
    }
    told = sum(total for total, _ in found.values())
    report.line(
        "retail points/differences",
        len(differ),
        "customers",
        customers=len(found),
        points=told,
        usable_coupons=sum(coupons for _, coupons in found.values()),
        events=len(events),
        run_s=took_s,
    )
    if differ or not found:
        raise SystemExit(
            f"retail_points: service and script differ: {dict(list(differ.items())[:5])}"
        )


async def _on_mongo(url: str, events: Sequence[Invoice | Return]) -> dict[str, tuple[int, int]]:
    database = mongo.connect(url, DB)
    try:
        await migrate(database)
        clock = ManualClock(events[0].at)
        ledger = Ledger(MongoLedgerStore(database), clock)
        programmes = programmes_in(database)
        ctx = PointsContext(ledger, programmes, MongoStandingStore(database), clock)
        return await Year(ctx, clock, document()).points(events)
    finally:
        await mongo.close(database)


def document() -> Mapping[str, Any]:
    """The retail programme with the multipliers, rules and campaigns of the year, as published."""
    written = deepcopy(read_yaml(PROGRAMME.read_text("utf-8")).document)
    for tier in written["ladders"][0]["tiers"]:
        tier["multiplier_percent"] = MULTIPLIERS.get(tier["code"], 100)
    earning = written["earning"]
    earning["rules"][0]["multipliers"] = ["tier", "campaigns"]
    earning["rules"] += RULES
    earning |= {"campaigns": CAMPAIGNS, "stacking": "multiply", "unknown_members": "accept"}
    file = programme_file.read(json.dumps(written))
    if file.problems:
        raise ValueError(f"the programme of the year: {file.problems[0]}")
    return file.document


class Year:
    """The till and the members service of one brand, before the points service of `ctx`."""

    def __init__(self, ctx: PointsContext, clock: ManualClock, written: Mapping[str, Any]) -> None:
        self._ctx, self._clock, self._document = ctx, clock, written
        rules = Rules(1, LONDON, CURRENCY, "GB", written)
        self._ladder = ladders_of(rules)[0]
        self._spent: dict[str, DailyTotals] = defaultdict(DailyTotals)
        self._positions: dict[str, tiers.LadderPosition] = {}
        self._sold: dict[str, Order] = {}
        self._back: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))

    async def points(self, events: Sequence[Invoice | Return]) -> dict[str, tuple[int, int]]:
        """Points and usable coupons by customer, after all events, which are in order of time."""
        at = events[0].at
        await follow_members(self._ctx, [ProgrammePublished(BRAND, 1, self._document, at)])
        for _, some in groupby(events, key=_local_day):
            own: dict[str, list[Invoice | Return]] = defaultdict(list)
            for event in some:
                own[event.customer].append(event)
            last = max(one[-1].at for one in own.values())
            self._clock.set(max(last, self._clock.now()))
            await asyncio.gather(*map(self._one_by_one, own.values()))
        if refused := await self._ctx.ledger.list_records(
            BRAND, REFUSED, where={}, before="", size=1
        ):
            raise RuntimeError(f"an activity was refused: {refused[0]}")
        return {name: await self._has(name) for name in {each.customer: 0 for each in events}}

    async def _one_by_one(self, events: Iterable[Invoice | Return]) -> None:
        for event in events:
            if isinstance(event, Invoice):
                await self._sell(event)
            else:
                await self._take_back(event)

    async def _sell(self, invoice: Invoice) -> None:
        lines = [
            OrderLine(x.line_id, x.line.article, "", x.line.quantity, x.line.amount_minor)
            for x in invoice.bought
        ]
        coupons = await self._coupons(invoice.customer)
        listed = sum(line.amount_minor for line in lines)
        if coupons and listed >= COUPON_MINIMUM and len(lines) <= BASKET_LINES:
            lines = await self._through_the_till(invoice, lines, coupons[-1])
        order = Order(invoice.number, CURRENCY, sum(x.amount_minor for x in lines), tuple(lines))
        self._sold[invoice.number] = order
        await self._told(invoice, invoice.number, ActivityType.ORDER, order)

    async def _through_the_till(
        self, invoice: Invoice, lines: Sequence[OrderLine], coupon_id: str
    ) -> list[OrderLine]:
        """The lines by what was paid for them, with the coupon."""
        basket = Basket(
            _member(invoice.customer),
            "",
            CURRENCY,
            tuple(BasketLine(x.line_id, x.sku, "", x.quantity, x.amount_minor) for x in lines),
            coupon_ids=(coupon_id,),
        )
        held = await hold_basket(self._ctx, BRAND, f"hold/{invoice.number}", basket)
        await capture_basket(
            self._ctx,
            BRAND,
            request_id=f"capture/{invoice.number}",
            checkout_id=held.checkout.id,
            order=(CHANNEL, invoice.number),
        )
        paid = {line.line_id: line.paid_minor for line in held.checkout.quote.lines}
        return [OrderLine(x.line_id, x.sku, "", x.quantity, paid[x.line_id]) for x in lines]

    async def _take_back(self, back: Return) -> None:
        sold = {line.line_id: line for line in self._sold[back.invoice].lines}
        lines = []
        for each in back.lines:
            bought = sold[each.line_id]
            pieces, minor = self._back[back.invoice, each.line_id]
            pieces += each.quantity
            total = bought.amount_minor * pieces // bought.quantity
            self._back[back.invoice, each.line_id] = pieces, total
            lines.append(OrderLine(each.line_id, bought.sku, "", each.quantity, total - minor))
        order = Order(back.invoice, CURRENCY, sum(x.amount_minor for x in lines), tuple(lines))
        name = f"{back.cancellation}/{back.invoice}"
        await self._told(back, name, ActivityType.REFUND, order)

    async def _told(
        self, event: Invoice | Return, event_id: str, type_: ActivityType, order: Order
    ) -> None:
        """The activity takes effect in points, and then the tier that members judge by it."""
        member_id = _member(event.customer)
        activity = Activity(BRAND, CHANNEL, event_id, member_id, type_, event.at, order=order)
        await follow_members(self._ctx, [activity])
        taken = type_ is ActivityType.REFUND
        spent, on = self._spent[member_id], _local_day(event)
        spent.add(on, -order.total_minor if taken else order.total_minor, on)
        known = self._positions.get(member_id)
        position = known or tiers.first_position(self._ladder, event.at, on)
        now = tiers.JudgementTime(event.at, on, on, LONDON)
        after, decision = tiers.after_change(self._ladder, position, spent, now, taken=taken)
        self._positions[member_id] = after
        if decision is not None:
            rule = self._ladder.tier(after.tier)
            tier = Tier(rule.code, rule.rank, rule.multiplier_percent)
            change = TierChanged(BRAND, member_id, tier, event.at, decision.since)
            await follow_members(self._ctx, [change])

    async def _coupons(self, customer: str) -> Sequence[str]:
        """The ids of those usable now, the newest first."""
        found = await list_coupons(
            self._ctx,
            BRAND,
            member_id=_member(customer),
            state=CouponState.GRANTED,
            before="",
            size=100,
        )
        return [coupon.id for coupon in found]

    async def _has(self, customer: str) -> tuple[int, int]:
        key = _member(customer), ASSET
        accounts = await self._ctx.ledger.account_state(BRAND, [key])
        return accounts[key].posted, len(await self._coupons(customer))


def _member(customer: str) -> str:
    return f"mem_{customer}"


def _local_day(event: Invoice | Return) -> date:
    return event.at.astimezone(LONDON).date()

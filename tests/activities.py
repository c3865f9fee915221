"""Builders of programmes and activities, as the points service reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from typing import Any

from services.common.cel import compile_condition
from services.members.programme.commands import programme_file
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import Standing, Tier
from services.points.programme.domain.programme import Programme, parse
from tests.paths import PROGRAMMES

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
"""A Wednesday, 12:00 in Shanghai."""
GOLD = Standing("mem_ada", Tier("gold", 2, 130))

PLAIN: dict[str, Any] = {
    "currency": "GBP",
    "timezone": "Europe/London",
    "assets": {"POINTS": {"spendable": True}},
    "earning": {
        "rules": [
            {
                "code": "order_points",
                "on": "order",
                "asset": "POINTS",
                "award": {"points": 1, "per_minor_units": 100},
            }
        ]
    },
    "refunds": {"policy": "within_balance"},
}
"""One point per whole pound of an order's total."""


def document(name: str) -> dict[str, Any]:
    """An example programme as members publishes it."""
    published: dict[str, Any] = json.loads(_published(name))
    return published


@cache
def _published(name: str) -> str:
    source = (PROGRAMMES / f"{name}.yaml").read_text("utf-8")
    return json.dumps(programme_file.read(source).document)


def tea(version: int = 1, **sections: Any) -> Programme:
    """The example programme of tea, with other sections where some are given."""
    return parse("tea", version, document("tea") | sections, compile_condition)


def plain(**earning: Any) -> Programme:
    """The plain programme with other keys of its one rule."""
    changed = deepcopy(PLAIN)
    changed["earning"]["rules"][0] |= earning
    return parse("retail", 1, changed, compile_condition)


def line(
    line_id: str, amount_minor: int, quantity: int = 1, series: str = "", sku: str = "sku"
) -> OrderLine:
    return OrderLine(line_id, sku, series, quantity, amount_minor)


def activity(
    type_: ActivityType = ActivityType.VISIT,
    *,
    event_id: str = "e1",
    at: datetime = NOON,
    brand: str = "tea",
    member_id: str = "mem_ada",
    channel: str = "pos",
    labels: Mapping[str, str] | None = None,
    order: Order | None = None,
) -> Activity:
    return Activity(
        brand, channel, event_id, member_id, type_, at, order=order, labels=labels or {}
    )


def bought(
    *lines: OrderLine,
    total_minor: int | None = None,
    order_id: str = "o1",
    currency: str = "CNY",
    **more: Any,
) -> Activity:
    total = sum(x.amount_minor for x in lines) if total_minor is None else total_minor
    order = Order(order_id, currency, total, lines)
    return activity(ActivityType.ORDER, order=order, **more)


def gave_back(
    *lines: OrderLine,
    total_minor: int | None = None,
    order_id: str = "o1",
    currency: str = "CNY",
    event_id: str = "r1",
    sold_by: str = "",
    **more: Any,
) -> Activity:
    total = sum(x.amount_minor for x in lines) if total_minor is None else total_minor
    order = Order(order_id, currency, total, lines, sold_by)
    return activity(ActivityType.REFUND, order=order, event_id=event_id, **more)


TWO_DRINKS = (line("1", 1800, series="fresh_fruit"), line("2", 1800, series="milk_tea"))

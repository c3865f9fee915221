"""The most that one activity may say and earn, as the programme bounds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.points.activities.domain.activity import Activity
from services.points.programme.domain.programme import Programme


class ActivityOverLimit(Exception):
    """More pieces, money or points than the programme lets one activity have: a slip, or a fraud.

    `field` is one of the activity; the activity itself ("") where it earns too much.
    """

    reason = "ACTIVITY_OVER_LIMIT"

    def __init__(self, field: str, limit: int, value: int) -> None:
        super().__init__(f"{value}, and earning.limits allows {limit}")
        self.field = field
        self.metadata = {"limit": str(limit), "value": str(value)}


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one activity: all pieces, minor units, and points of each asset."""

    quantity: int = 10_000
    amount_minor: int = 1_000_000_000
    points: int = 1_000_000


def limits(programme: Programme) -> Limits:
    """The programme's limits, parsed once a version."""
    return programme.section(_parse)


def _parse(programme: Programme) -> Limits:
    return Limits(**programme.document.get("earning", {}).get("limits", {}))


def check_size(activity: Activity, programme: Programme) -> None:
    """Raises ActivityOverLimit for more pieces or money than the programme allows."""
    if activity.order is None:
        return
    allowed, order = limits(programme), activity.order
    if order.total_minor > allowed.amount_minor:
        raise ActivityOverLimit("order.total.minor_units", allowed.amount_minor, order.total_minor)
    pieces = 0
    for index, line in enumerate(order.lines):
        pieces += line.quantity
        if pieces > allowed.quantity:
            raise ActivityOverLimit(f"order.lines[{index}].quantity", allowed.quantity, pieces)


def check_points(awarded: Iterable[tuple[str, int]], programme: Programme) -> None:
    """Raises ActivityOverLimit where points by asset come to more than the programme allows."""
    totals: Counter[str] = Counter()
    for asset, points in awarded:
        totals[asset] += points
    most = max(totals.values(), default=0)
    if most > limits(programme).points:
        raise ActivityOverLimit("", limits(programme).points, most)

"""A model of refunds, slow and plain: shares of an order, coins in purses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

from services.points.activities.domain.activity import Activity, Order
from services.points.refunds.domain.refund import Clawback
from services.points.refunds.domain.refund_policy import RefundPolicy
from tests.unit.points.ledger.ledger_model import NEVER, Coin, Purse

DAY = timedelta(days=1)
PENDING = 2 * DAY
LIFE_DAYS = 4
DOCUMENT = {
    "currency": "CNY",
    "timezone": "UTC",
    "assets": {
        "POINTS": {"spendable": True, "expiry": {"policy": "days", "days": LIFE_DAYS}},
        "GROWTH": {"spendable": False},
    },
    "earning": {
        "rules": [
            {
                "code": "whole",
                "on": "order",
                "asset": "POINTS",
                "award": {"points": 1, "per_minor_units": 100},
                "pending_days": PENDING.days,
            },
            {
                "code": "fruit",
                "on": "order",
                "each": "item",
                "when": 'line.series == "fruit"',
                "asset": "POINTS",
                "award": {"points": 5},
            },
            {
                "code": "growth",
                "on": "order",
                "asset": "GROWTH",
                "award": {"points": 1, "per_minor_units": 100},
            },
            {
                "code": "lines",
                "on": "order",
                "each": "line",
                "asset": "POINTS",
                "award": {"points": 3, "per_minor_units": 1000},
                "pending_days": PENDING.days,
            },
        ]
    },
}
"""A point a yuan, 5 for each piece of fruit, growth, and 3 for each ten yuan of a line."""


class Gain(NamedTuple):
    """Points for one thing: a line, its pieces, or (no line) all of the order."""

    rule: str
    points: int
    line_id: str = ""
    by_pieces: bool = False

    @property
    def asset(self) -> str:
        return "GROWTH" if self.rule == "growth" else "POINTS"


def _gains(order: Order) -> Iterator[Gain]:
    yield Gain("whole", order.total_minor // 100)
    for line in order.lines:
        if line.series == "fruit":
            yield Gain("fruit", 5 * line.quantity, line.line_id, by_pieces=True)
    yield Gain("growth", order.total_minor // 100)
    for line in order.lines:
        yield Gain("lines", 3 * line.amount_minor // 1000, line.line_id)


class Sale:
    """An order, and how much of it came back."""

    def __init__(self, activity: Activity) -> None:
        assert activity.order is not None
        self.activity = activity
        self.order = activity.order
        self.told = False
        self.gains = [gain for gain in _gains(self.order) if gain.points]
        self.refunds: list[Order] = []
        self.waiting: list[Activity] = []
        self.taken = Counter[str]()

    def left_minor(self) -> int:
        return self.order.total_minor - sum(back.total_minor for back in self.refunds)

    def left(self, line_id: str) -> tuple[int, int]:
        """Pieces and money of a line that did not come back; none of a line that never was."""
        sold = [line for line in self.order.lines if line.line_id == line_id]
        back = [x for order in self.refunds for x in order.lines if x.line_id == line_id]
        pieces = sum(x.quantity for x in sold) - sum(x.quantity for x in back)
        return pieces, sum(x.amount_minor for x in sold) - sum(x.amount_minor for x in back)

    def fits(self, back: Order) -> bool:
        named = back.lines if self.order.lines else ()
        return back.total_minor <= self.left_minor() and all(
            line.quantity <= self.left(line.line_id)[0]
            and line.amount_minor <= self.left(line.line_id)[1]
            for line in named
        )

    def settled(self) -> Counter[str]:
        """By rule: what all that came back had earned."""
        settled = Counter[str]()
        for gain in self.gains:
            settled[gain.rule] += min(gain.points, self._back_of(gain))
        return settled

    def _back_of(self, gain: Gain) -> int:
        total, left = self.order.total_minor, self.left_minor()
        if not total:
            total = sum(line.quantity for line in self.order.lines)
            left = sum(self.left(line.line_id)[0] for line in self.order.lines)
        if left == 0:
            return gain.points
        if not gain.line_id:
            return floor(gain.points * (1 - Fraction(left, total)))
        line = next(line for line in self.order.lines if line.line_id == gain.line_id)
        pieces, minor = self.left(gain.line_id)
        part = 1 - Fraction(minor, line.amount_minor or 1)
        if gain.by_pieces:
            part = 1 - Fraction(pieces, line.quantity)
        without_lines = sum(back.total_minor for back in self.refunds if not back.lines)
        return floor(gain.points * part) + floor(gain.points * Fraction(without_lines, total))


@dataclass
class Shop:
    """Members' purses and their orders. What it answers is a refusal's reason or the clawbacks."""

    policy: RefundPolicy
    purses: dict[tuple[str, str], Purse] = field(default_factory=lambda: defaultdict(Purse))
    sales: dict[str, Sale] = field(default_factory=dict)
    done: dict[str, tuple[Activity, tuple[Clawback, ...]]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    """Request ids of all that was written."""

    def plan(self, order: Activity) -> None:
        """An order that is still to be told."""
        self.sales[order.order_key] = Sale(order)

    def sell(self, order: Activity, now: datetime) -> None:
        """The order is told: it earns, and the refunds that waited for it are done."""
        sale = self.sales[order.order_key]
        self.written.add(f"activity/{order.key}")
        sale.told = True
        lots = Counter[tuple[str, Coin]]()
        for gain in sale.gains:
            lots[gain.asset, _coin(gain, order.occurred_at, now)] += gain.points
        for (asset, coin), points in lots.items():
            purse = self.purses[order.member_id, asset]
            purse.expire(now)
            purse.put(points, coin, now)
        for refund in sorted(sale.waiting, key=lambda one: (one.occurred_at, one.event_id)):
            if isinstance(self.refund(refund, now), str):
                self.written.add(f"refused/{refund.key}")
        sale.waiting.clear()

    def wait(self, refund: Activity) -> str:
        """A refund that came before its order waits for it, once."""
        sale = self.sales[refund.order_key]
        if refund.key in self.done:
            return "REQUEST_ID_REUSED"
        if f"park/{refund.key}" in self.written:
            return "" if refund in sale.waiting else "REQUEST_ID_REUSED"
        sale.waiting.append(refund)
        self.written.add(f"park/{refund.key}")
        return ""

    def refund(self, refund: Activity, now: datetime) -> str | tuple[Clawback, ...]:
        """Take what it takes, once."""
        if refund.key in self.done:
            known, clawbacks = self.done[refund.key]
            return clawbacks if known == refund else "REQUEST_ID_REUSED"
        sale = self.sales[refund.order_key]
        if not sale.told or sale.activity.member_id != refund.member_id:
            return "ORDER_NOT_FOUND"
        assert refund.order is not None
        if not sale.fits(refund.order):
            return "REFUND_EXCEEDS_ORDER"
        before = sale.settled()
        sale.refunds.append(refund.order)
        due = sale.settled()
        due.subtract(before)
        assets = dict.fromkeys(gain.asset for gain in sale.gains)
        clawbacks = tuple(self._take_back(asset, due, sale, now) for asset in assets)
        self.done[refund.key] = refund, clawbacks
        self.written.add(f"refund/{refund.key}")
        return clawbacks

    def _take_back(self, asset: str, due: Counter[str], sale: Sale, now: datetime) -> Clawback:
        purse = self.purses[sale.activity.member_id, asset]
        rules = dict.fromkeys(gain.rule for gain in sale.gains if gain.asset == asset)
        owed = sum(due[rule] for rule in rules)
        pending, available = purse.pending(now), purse.available(now)
        policy = RefundPolicy.WITHIN_BALANCE if asset == "GROWTH" else self.policy
        most = {
            RefundPolicy.ONLY_PENDING: pending,
            RefundPolicy.WITHIN_BALANCE: pending + max(0, available),
            RefundPolicy.INTO_DEBT: owed,
        }[policy]
        taken = min(owed, most)
        if taken:
            purse.expire(now)
            prefer = NEVER if asset == "GROWTH" else expiry(sale.activity.occurred_at)
            # What an order earned of an asset expires together: one debit is as good as many.
            purse.take(taken, now, pending_first=True, prefer=prefer)
        sale.taken[asset] += taken
        return Clawback(asset, owed, taken, min(taken, pending), purse.available(now))


def expiry(earned_at: datetime) -> datetime:
    """The end of the day so many days later."""
    return datetime.combine(earned_at.date() + (LIFE_DAYS + 1) * DAY, time(), UTC)


def _coin(gain: Gain, at: datetime, now: datetime) -> Coin:
    if gain.rule == "growth":
        return Coin(NEVER, now)
    return Coin(expiry(at), now if gain.rule == "fruit" else max(now, at + PENDING))

"""An order as it is kept for refunds: what it cost, what it earned, how much of it went back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.points.activities.domain import activity as activities
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.calendar.domain.instant import truncate_ms
from services.points.earning.domain.award import Award
from services.points.earning.domain.rule import Each

PARKED_MAX = 100
"""Refunds of one order that may wait for it."""


class RefundExceedsOrder(Exception):
    """More is given back than what is left of the order, or of one of its lines."""

    reason = "REFUND_EXCEEDS_ORDER"

    def __init__(self, left_minor: int, line: str = "", left_quantity: int | None = None) -> None:
        super().__init__(f"{left_minor} minor units are left of {line or 'the order'}")
        self.metadata = {"left_minor": str(left_minor)}
        if line:
            self.metadata |= {"line": line, "left_quantity": str(left_quantity or 0)}


class RefundCurrencyDiffers(Exception):
    """The order was paid in another currency."""

    reason = "INVALID_ARGUMENT"
    field = "refund.order.total.currency_code"


class OrderNotFound(Exception):
    """No such order of this member is known."""

    reason = "ORDER_NOT_FOUND"

    def __init__(self, order_key: str) -> None:
        super().__init__(f"no order {order_key}")
        self.metadata = {"order": order_key}


class TooManyParked(Exception):
    """So many refunds wait for this order that it hardly is one."""

    reason = "TOO_MANY"

    def __init__(self) -> None:
        super().__init__(f"{PARKED_MAX} refunds wait for this order")
        self.metadata = {"limit": str(PARKED_MAX)}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line, and how much of it went back."""

    line_id: str
    quantity: int
    amount_minor: int
    refunded_quantity: int = 0
    refunded_minor: int = 0
    sku: str = ""

    @property
    def is_without_pieces(self) -> bool:
        return self.refunded_quantity >= self.quantity

    @property
    def left_minor(self) -> int:
        return self.amount_minor - self.refunded_minor

    @property
    def left_quantity(self) -> int:
        return self.quantity - self.refunded_quantity

    def less(self, back: OrderLine) -> KeptLine:
        """The line after `back` of it is returned. Raises RefundExceedsOrder."""
        if back.amount_minor > self.left_minor or back.quantity > self.left_quantity:
            raise RefundExceedsOrder(self.left_minor, self.line_id, self.left_quantity)
        return replace(
            self,
            refunded_quantity=self.refunded_quantity + back.quantity,
            refunded_minor=self.refunded_minor + back.amount_minor,
        )


@dataclass(frozen=True, slots=True)
class KeptAward:
    """The points that a rule gave for the order.

    `settled` is how much refunds have accounted for so far. That is more than was taken back
    where the policy forgave: forgiven is forgiven.
    """

    rule: str
    asset: str
    amount: int
    each: Each
    expire_at: datetime | None
    by_line: tuple[tuple[str, int], ...]
    settled: int = 0


@dataclass(frozen=True, slots=True)
class KeptOrder:
    """`event_id` is empty while only refunds of it have come: these wait in `parked`."""

    member_id: str
    event_id: str = ""
    currency: str = ""
    total_minor: int = 0
    refunded_minor: int = 0
    unlined_minor: int = 0
    lines: tuple[KeptLine, ...] = ()
    awards: tuple[KeptAward, ...] = ()
    parked: tuple[Activity, ...] = ()
    waiting_since: datetime | None = None
    """When the first of those parked came."""
    coupon_rules: tuple[str, ...] = ()
    """The rules that gave a coupon for it."""
    occurred_at: datetime | None = None
    """When it was ordered; None of one that was kept before this was."""
    store_id: str = ""
    """The store that sold it; empty where the channel told none, and of one that was kept before
    this was."""

    @property
    def is_known(self) -> bool:
        return self.event_id != ""

    @property
    def left_minor(self) -> int:
        """The money that refunds may still give back."""
        return self.total_minor - self.refunded_minor

    def earned_by_line(self) -> Mapping[str, Mapping[str, int]]:
        """By line and asset, the amounts that rules gave for one line; no zeros."""
        earned: dict[str, Counter[str]] = {}
        for award in self.awards:
            for line_id, amount in award.by_line:
                if amount:
                    earned.setdefault(line_id, Counter())[award.asset] += amount
        return earned

    @property
    def is_given_back(self) -> bool:
        """Whether nothing of it is left: neither money nor, of lines that cost nothing, a piece.

        A refund that names no lines and takes the rest of the money takes these pieces with it.
        """
        if not self.total_minor:
            return bool(self.lines) and all(line.is_without_pieces for line in self.lines)
        if self.refunded_minor < self.total_minor:
            return False
        paid = [line for line in self.lines if line.amount_minor]
        is_by_line = bool(paid) and all(x.refunded_minor >= x.amount_minor for x in paid)
        free = (line for line in self.lines if not line.amount_minor)
        return not is_by_line or all(line.is_without_pieces for line in free)

    def after(self, refund: Activity) -> KeptOrder:
        """The order less what `refund` gives back. Raises RefundExceedsOrder.

        A refund that names no lines, or of an order kept without lines, counts by its total alone.
        """
        back = refund.order
        assert back is not None
        if back.currency != self.currency:
            raise RefundCurrencyDiffers(f"paid in {self.currency}")
        if back.total_minor > self.left_minor:
            raise RefundExceedsOrder(self.left_minor)
        by_line = back.lines if self.lines else ()
        lines = {line.line_id: line for line in self.lines}
        for line in by_line:
            if line.line_id not in lines:
                raise RefundExceedsOrder(0, line.line_id, 0)
            lines[line.line_id] = lines[line.line_id].less(line)
        return replace(
            self,
            refunded_minor=self.refunded_minor + back.total_minor,
            unlined_minor=self.unlined_minor + (0 if by_line else back.total_minor),
            lines=tuple(lines.values()),
        ).without(refund)

    @property
    def waiting(self) -> tuple[Activity, ...]:
        """Those parked, the earliest first, as members take them: not all of them may fit."""
        return tuple(sorted(self.parked, key=lambda refund: (refund.occurred_at, refund.event_id)))

    def without(self, refund: Activity) -> KeptOrder:
        """The order with `refund` no longer waiting."""
        parked = tuple(x for x in self.parked if x.key != refund.key)
        return replace(self, parked=parked, waiting_since=self.waiting_since if parked else None)

    def park(self, refund: Activity, now: datetime) -> KeptOrder:
        """The order with `refund` waiting for it. Raises TooManyParked."""
        if any(other.key == refund.key for other in self.parked):
            return self
        if len(self.parked) >= PARKED_MAX:
            raise TooManyParked()
        since = self.waiting_since or truncate_ms(now)
        return replace(self, parked=(*self.parked, refund), waiting_since=since)


def keep(
    order: Order,
    activity: Activity,
    awards: tuple[Award, ...],
    each: Mapping[str, Each],
    before: KeptOrder | None = None,
) -> KeptOrder:
    """The order of `activity` with what it earned; `each` tells how each rule looks at it.

    `before` has the refunds that came before it.
    """
    return KeptOrder(
        member_id=activity.member_id,
        event_id=activity.event_id,
        currency=order.currency,
        total_minor=order.total_minor,
        lines=tuple(
            KeptLine(x.line_id, x.quantity, x.amount_minor, sku=x.sku) for x in order.lines
        ),
        awards=tuple(
            KeptAward(a.rule, a.asset, a.amount, each[a.rule], a.expire_at, a.by_line)
            for a in awards
            if a.amount and not a.coupon_type
        ),
        parked=before.parked if before else (),
        waiting_since=before.waiting_since if before else None,
        coupon_rules=tuple(a.rule for a in awards if a.amount and a.coupon_type),
        occurred_at=activity.occurred_at,
        store_id=activity.store_id,
    )


def to_body(kept: KeptOrder) -> dict[str, Any]:
    # By its presence, what waits is found.
    waits = {"waiting_since": kept.waiting_since} if kept.waiting_since else {}
    gave = {"coupon_rules": list(kept.coupon_rules)} if kept.coupon_rules else {}
    ordered = {"occurred_at": kept.occurred_at} if kept.occurred_at else {}
    sold = {"store_id": kept.store_id} if kept.store_id else {}
    return (
        waits
        | gave
        | ordered
        | sold
        | {
            "member_id": kept.member_id,
            "event_id": kept.event_id,
            "currency": kept.currency,
            "total_minor": kept.total_minor,
            "refunded_minor": kept.refunded_minor,
            "unlined_minor": kept.unlined_minor,
            "lines": [_line_to_body(line) for line in kept.lines],
            "awards": [_award_to_body(award) for award in kept.awards],
            "parked": [activities.to_body(refund) for refund in kept.parked],
        }
    )


def from_body(brand: str, body: Mapping[str, Any]) -> KeptOrder:
    return KeptOrder(
        **{
            **body,
            "lines": tuple(KeptLine(*line) for line in body["lines"]),
            "awards": tuple(_award(award) for award in body["awards"]),
            "coupon_rules": tuple(body.get("coupon_rules", ())),
            "parked": tuple(activities.from_body(brand, refund) for refund in body["parked"]),
        }
    )


def _line_to_body(line: KeptLine) -> list[Any]:
    """Orders have up to a thousand lines, so each is a list: the fields in their order."""
    bought = [line.line_id, line.quantity, line.amount_minor]
    named = [line.sku] if line.sku else []
    return [*bought, line.refunded_quantity, line.refunded_minor, *named]


def _award_to_body(award: KeptAward) -> dict[str, Any]:
    return {
        "rule": award.rule,
        "asset": award.asset,
        "amount": award.amount,
        "each": str(award.each),
        "expire_at": award.expire_at,
        "by_line": [list(pair) for pair in award.by_line],
        "settled": award.settled,
    }


def _award(body: Mapping[str, Any]) -> KeptAward:
    by_line = tuple((line_id, amount) for line_id, amount in body["by_line"])
    return KeptAward(**{**body, "each": Each(body["each"]), "by_line": by_line})

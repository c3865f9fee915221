"""What was paid for an order, where a basket was captured for it.

Checkout writes it as it captures a basket; earning and refunds read it. So a line earns by what was
paid for it in money, whatever a till tells: discounts and points do not earn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.points.activities.domain.activity import Order
from services.points.ledger.domain.record import RecordKind


@dataclass(frozen=True, slots=True)
class PaidOrder:
    """The basket, what was paid for each of its lines by id, and for shipping, in minor units."""

    checkout_id: str
    lines: Mapping[str, int]
    shipping_minor: int = 0

    def bound(self, order: Order) -> Order:
        """`order` as it was paid: no line above its part; one without lines not above the sum."""
        if not order.lines:
            most = sum(self.lines.values()) + self.shipping_minor
            return replace(order, total_minor=min(order.total_minor, most))
        lines = tuple(
            replace(line, amount_minor=min(line.amount_minor, self.lines[line.line_id]))
            if line.line_id in self.lines
            else line
            for line in order.lines
        )
        return replace(order, lines=lines, total_minor=sum(line.amount_minor for line in lines))


def to_body(paid: PaidOrder) -> dict[str, Any]:
    """As it is kept; line ids may be any text, and names of fields may not."""
    return {
        "checkout": paid.checkout_id,
        "lines": [[line_id, minor] for line_id, minor in paid.lines.items()],
        "shipping_minor": paid.shipping_minor,
    }


def _from_body(brand: str, body: Mapping[str, Any]) -> PaidOrder:
    return PaidOrder(body["checkout"], dict(body["lines"]), body["shipping_minor"])


PAID_ORDER: RecordKind[PaidOrder] = RecordKind("paid_order", _from_body)
"""What was paid for an order, by the order's key."""

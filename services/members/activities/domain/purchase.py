"""What an order counts for in facts: by what is left of it after its refunds.

It depends on the order alone, so an order and its refunds come to the same in whatever order and
however late they are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.members.activities.domain.order import RefundableLine, RefundableOrder


@dataclass(frozen=True, slots=True)
class Purchase:
    """`orders` is 1, or 0 when all of it went back; money in minor units; pieces by name."""

    orders: int = 0
    spent_minor: int = 0
    series: Mapping[str, int] = field(default_factory=dict)
    articles: Mapping[str, int] = field(default_factory=dict)


NO_PURCHASE = Purchase()


def purchase_of(order: RefundableOrder) -> Purchase:
    """What is left of `order`. Nothing before it has come, and once all of it went back.

    A refund that names no lines takes money and no pieces, unless it takes the rest of the money.
    A line that cost nothing, and of which a piece was kept, keeps an order whose money went back.
    """
    if not order.has_come or _is_given_back(order):
        return NO_PURCHASE
    return Purchase(
        orders=1,
        spent_minor=order.total_minor - order.refunded_minor,
        series=_pieces((line.series, line) for line in order.lines),
        articles=_pieces((line.sku, line) for line in order.lines),
    )


def _is_given_back(order: RefundableOrder) -> bool:
    if not order.total_minor:
        return bool(order.lines) and not any(map(_left, order.lines))
    if order.refunded_minor < order.total_minor:
        return False
    paid = [line for line in order.lines if line.amount_minor]
    is_by_line = bool(paid) and all(line.refunded_minor >= line.amount_minor for line in paid)
    return not is_by_line or not any(_left(line) for line in order.lines if not line.amount_minor)


def _left(line: RefundableLine) -> int:
    return line.quantity - line.refunded_quantity


def _pieces(lines: Iterable[tuple[str, RefundableLine]]) -> Mapping[str, int]:
    pieces: dict[str, int] = {}
    for name, line in lines:
        left = _left(line)
        if name and left:
            pieces[name] = pieces.get(name, 0) + left
    return pieces

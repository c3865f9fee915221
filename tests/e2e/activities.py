"""Activities as tills and channels report them: orders, refunds and others."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from tessera.types.v1 import types_pb2
from tests.e2e.brand import unique

SETTLED_DAYS = 10
"""Points of an order this old are spendable in the tea programme."""


def line(
    fen: int, *, line_id: str = "1", quantity: int = 1, series: str = "milk_tea"
) -> types_pb2.OrderLine:
    """A line of an order, or the part of it that is given back."""
    return types_pb2.OrderLine(
        line_id=line_id, sku="drink", series=series, quantity=quantity, amount_minor=fen
    )


def order(
    member_id: str, *lines: types_pb2.OrderLine, days_ago: float = 0, currency: str = "CNY"
) -> types_pb2.Activity:
    """An order at the till."""
    told = activity(member_id, "ORDER", days_ago=days_ago)
    _fill(told.order, unique("order"), lines, currency)
    return told


def refund(bought: types_pb2.Activity, *lines: types_pb2.OrderLine) -> types_pb2.Activity:
    """A refund of these lines of an order; of the whole order without lines."""
    told = activity(bought.member_id, "REFUND")
    _fill(
        told.order,
        bought.order.order_id,
        lines or bought.order.lines,
        bought.order.total.currency_code,
    )
    return told


def activity(
    member_id: str, kind: str, *, days_ago: float = 0, **labels: str
) -> types_pb2.Activity:
    """`kind` as in ActivityType, without its prefix."""
    occur_time = Timestamp()
    occur_time.FromDatetime(datetime.now(UTC) - timedelta(days=days_ago))
    return types_pb2.Activity(
        channel="pos",
        event_id=unique(kind.lower()),
        member_id=member_id,
        type=types_pb2.ActivityType.Value(f"ACTIVITY_TYPE_{kind}"),
        occur_time=occur_time,
        store_id="store-07",
        labels=labels,
    )


def _fill(
    told: types_pb2.Order, order_id: str, lines: Sequence[types_pb2.OrderLine], currency: str
) -> None:
    told.order_id = order_id
    told.lines.extend(lines)
    told.total.currency_code = currency
    told.total.minor_units = sum(each.amount_minor for each in lines)

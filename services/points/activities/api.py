"""Activities from their proto."""

from __future__ import annotations

from types import MappingProxyType

from services.common.errors import invalid
from services.points.activities.domain.activity import Activity, ActivityType, Order, OrderLine
from services.points.ledger.api.messages import to_instant
from tessera.types.v1 import types_pb2

_PREFIX = "ACTIVITY_TYPE_"
_TYPES = MappingProxyType(
    {
        number: ActivityType(name.removeprefix(_PREFIX).lower())
        for name, number in types_pb2.ActivityType.items()
        if number
    }
)


def to_activity(brand: str, sent: types_pb2.Activity, field: str = "activity") -> Activity:
    """The activity of `brand`. Raises INVALID_ARGUMENT for a type or time that is none."""
    if sent.type not in _TYPES:
        raise invalid(f"{field}.type", "one of the known types")
    return Activity(
        brand=brand,
        channel=sent.channel,
        event_id=sent.event_id,
        member_id=sent.member_id,
        type=_TYPES[sent.type],
        occurred_at=to_instant(sent.occur_time, f"{field}.occur_time"),
        store_id=sent.store_id,
        order=_order(sent.order) if sent.HasField("order") else None,
        labels=dict(sent.labels),
    )


def _order(sent: types_pb2.Order) -> Order:
    return Order(
        order_id=sent.order_id,
        currency=sent.total.currency_code,
        total_minor=sent.total.minor_units,
        lines=tuple(
            OrderLine(line.line_id, line.sku, line.series, line.quantity, line.amount_minor)
            for line in sent.lines
        ),
    )

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


def to_activity(brand: str, told: types_pb2.Activity, field: str = "activity") -> Activity:
    """The activity of `brand`. Raises INVALID_ARGUMENT for a type or time that is none."""
    if told.type not in _TYPES:
        raise invalid(f"{field}.type", "one of the known types")
    return Activity(
        brand=brand,
        channel=told.channel,
        event_id=told.event_id,
        member_id=told.member_id,
        type=_TYPES[told.type],
        occurred_at=to_instant(told.occur_time, f"{field}.occur_time"),
        store_id=told.store_id,
        order=_order(told.order) if told.HasField("order") else None,
        labels=dict(told.labels),
    )


def _order(told: types_pb2.Order) -> Order:
    return Order(
        order_id=told.order_id,
        currency=told.total.currency_code,
        total_minor=told.total.minor_units,
        lines=tuple(
            OrderLine(line.line_id, line.sku, line.series, line.quantity, line.amount_minor)
            for line in told.lines
        ),
    )

"""Activities from their proto, and back."""

from __future__ import annotations

from types import MappingProxyType

from services.common.auth import require_channel, require_store
from services.common.errors import invalid
from services.common.text import checked, labels_in_form, line
from services.points.activities.domain.activity import Activity, Order, OrderLine
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.subject import NO_SUBJECT, Subject
from services.points.activities.domain.validation import CHANNEL_CHARS_MAX, ORDER_ID_CHARS_MAX
from services.points.ledger.api.messages import to_instant, to_timestamp
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
    """The activity of `brand`, its texts in their form.

    Raises INVALID_ARGUMENT for a type or time that is none, CHANNEL_NOT_OURS and
    STORE_NOT_YOURS.
    """
    require_channel(sent.channel, f"{field}.channel")
    require_store(sent.store_id, f"{field}.store_id")
    if sent.type not in _TYPES:
        raise invalid(f"{field}.type", "one of the known types")
    return Activity(
        brand=brand,
        channel=line(sent.channel),
        event_id=sent.event_id,
        member_id=sent.member_id,
        type=_TYPES[sent.type],
        occurred_at=to_instant(sent.occur_time, f"{field}.occur_time"),
        store_id=line(sent.store_id),
        order=_order(sent.order) if sent.HasField("order") else None,
        labels=labels_in_form(sent.labels),
        subject=_subject(sent),
        by_brand=sent.by_brand,
    )


def checked_order(channel: str, order_id: str) -> tuple[str, str]:
    """The channel that sold an order, and its number there. Raises INVALID_ARGUMENT."""
    channel = checked("channel", channel, CHANNEL_CHARS_MAX, least=1)
    if "/" in channel:
        raise invalid("channel", "without a slash")
    return channel, checked("order_id", order_id, ORDER_ID_CHARS_MAX, least=1)


def _subject(sent: types_pb2.Activity) -> Subject:
    if not (sent.HasField("article") or sent.HasField("content") or sent.event_code):
        return NO_SUBJECT
    return Subject(
        sku=line(sent.article.sku),
        series=line(sent.article.series),
        quantity=sent.article.quantity,
        content_id=line(sent.content.content_id),
        read_percent=sent.content.read_percent,
        event_code=line(sent.event_code),
    )


def _order(sent: types_pb2.Order) -> Order:
    return Order(
        order_id=line(sent.order_id),
        currency=sent.total.currency_code,
        total_minor=sent.total.minor_units,
        lines=tuple(
            OrderLine(
                line(part.line_id),
                line(part.sku),
                line(part.series),
                part.quantity,
                part.amount_minor,
            )
            for part in sent.lines
        ),
        channel=sent.channel,
    )


def to_message(activity: Activity) -> types_pb2.Activity:
    """The activity as a channel told it."""
    message = types_pb2.Activity(
        channel=activity.channel,
        event_id=activity.event_id,
        member_id=activity.member_id,
        type=types_pb2.ActivityType.Value(f"{_PREFIX}{activity.type.upper()}"),
        occur_time=to_timestamp(activity.occurred_at),
        store_id=activity.store_id,
        labels=activity.labels,
        by_brand=activity.by_brand,
    )
    if (order := activity.order) is not None:
        message.order.order_id = order.order_id
        message.order.channel = order.channel
        message.order.total.currency_code = order.currency
        message.order.total.minor_units = order.total_minor
        for line in order.lines:
            message.order.lines.add(
                line_id=line.line_id,
                sku=line.sku,
                series=line.series,
                quantity=line.quantity,
                amount_minor=line.amount_minor,
            )
    subject = activity.subject
    if subject.sku or subject.series:
        message.article.sku, message.article.series = subject.sku, subject.series
        message.article.quantity = subject.quantity
    if subject.content_id:
        message.content.content_id = subject.content_id
        message.content.read_percent = subject.read_percent
    message.event_code = subject.event_code
    return message

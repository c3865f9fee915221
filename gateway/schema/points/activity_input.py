"""An activity as an operator describes it, to see its effect before it happens."""

from enum import Enum

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.inputs import optional, required
from gateway.schema.core.scalars import DateTime, Long, enum_value
from services.common.errors import Refusal, invalid
from tessera.types.v1 import types_pb2

CHANNEL_DEFAULT = "crm"
LINES_MAX = 1_000
LABELS_MAX = 16


@strawberry.enum(description="The type of an activity.")
class ActivityType(Enum):
    """As tessera.types.v1.ActivityType."""

    VISIT = enum_value(
        types_pb2.ACTIVITY_TYPE_VISIT, "The member came to a store, an app or a page."
    )
    ORDER = enum_value(types_pb2.ACTIVITY_TYPE_ORDER, "The member bought something.")
    REFUND = enum_value(
        types_pb2.ACTIVITY_TYPE_REFUND, "The member gave an order back, or a part of it."
    )
    CHECK_IN = enum_value(types_pb2.ACTIVITY_TYPE_CHECK_IN, "The member checked in for the day.")
    SHARE = enum_value(types_pb2.ACTIVITY_TYPE_SHARE, "The member shared content.")
    REVIEW = enum_value(types_pb2.ACTIVITY_TYPE_REVIEW, "The member wrote a review.")
    SURVEY = enum_value(types_pb2.ACTIVITY_TYPE_SURVEY, "The member answered a survey.")
    INVITE = enum_value(types_pb2.ACTIVITY_TYPE_INVITE, "The member invited another person.")
    MESSAGE_OPEN = enum_value(
        types_pb2.ACTIVITY_TYPE_MESSAGE_OPEN, "The member opened a message of the brand."
    )
    GROUP_MESSAGE = enum_value(
        types_pb2.ACTIVITY_TYPE_GROUP_MESSAGE, "The member wrote in a group chat."
    )
    SERVICE_VISIT = enum_value(
        types_pb2.ACTIVITY_TYPE_SERVICE_VISIT, "The member had a service visit, e.g. for a car."
    )
    PROFILE_COMPLETION = enum_value(
        types_pb2.ACTIVITY_TYPE_PROFILE_COMPLETION, "The member completed the profile."
    )
    BROWSE = enum_value(
        types_pb2.ACTIVITY_TYPE_BROWSE, "The member looked at an article or a series."
    )
    SEARCH = enum_value(types_pb2.ACTIVITY_TYPE_SEARCH, "The member searched.")
    ADD_TO_CART = enum_value(
        types_pb2.ACTIVITY_TYPE_ADD_TO_CART, "The member put an article into the cart."
    )
    REMOVE_FROM_CART = enum_value(
        types_pb2.ACTIVITY_TYPE_REMOVE_FROM_CART, "The member took an article out of the cart."
    )
    CONTENT_VIEW = enum_value(
        types_pb2.ACTIVITY_TYPE_CONTENT_VIEW, "The member read or watched content."
    )
    LIKE = enum_value(types_pb2.ACTIVITY_TYPE_LIKE, "The member liked an article or content.")
    COLLECT = enum_value(
        types_pb2.ACTIVITY_TYPE_COLLECT, "The member kept an article or content to find it again."
    )
    EVENT_ATTENDANCE = enum_value(
        types_pb2.ACTIVITY_TYPE_EVENT_ATTENDANCE, "The member attended an event of the brand."
    )


@strawberry.input(description="A line of an order, or the part of it that is given back.")
class OrderLineInput:
    """As tessera.types.v1.OrderLine."""

    line_id: str = required("The id of the line, unique in its order, 1 to 64 characters.")
    amount_minor: Long = required("The price of the whole line, in minor units.")
    quantity: Long = optional("The number of pieces.", 1)
    sku: str | None = optional("The article, at most 64 characters.")
    series: str | None = optional("The series of the article, at most 64 characters.")


@strawberry.input(description="An order, or the part of an order that is given back.")
class OrderInput:
    """As tessera.types.v1.Order."""

    order_id: str = required("The number of the order, 1 to 128 characters.")
    total_minor: Long = required("The sum that is paid or paid back, in minor units.")
    currency_code: str = optional("The currency, a code of ISO 4217.", "CNY")
    lines: list[OrderLineInput] | None = optional(f"The lines of the order, at most {LINES_MAX}.")
    channel: str | None = optional(
        "On a refund: the channel that sold the order, where it is another one."
    )


@strawberry.input(description="A fact of an activity that rules may name.")
class ActivityLabelInput:
    """A key and its value."""

    key: str = required("The key, 1 to 128 characters.")
    value: str = required("The value, at most 128 characters.")


@strawberry.input(description="An activity that has not happened.")
class ActivityInput:
    """As tessera.types.v1.Activity."""

    member_id: strawberry.ID = required("The member, by global id or bare id.")
    type: ActivityType = required("The type.")
    channel: str = optional("The channel that would report it.", CHANNEL_DEFAULT)
    occurred_at: DateTime | None = optional("The time of it; now when left out.")
    store_id: str | None = optional("The store, at most 64 characters.")
    order: OrderInput | None = optional("The order, on orders and refunds.")
    labels: list[ActivityLabelInput] | None = optional(
        f"Further facts for rules, at most {LABELS_MAX}; each key once."
    )
    sku: str | None = optional("The article, where it is about one.")
    series: str | None = optional("The series of that article.")
    content_id: str | None = optional("The content, where it is about some.")
    event_code: str | None = optional("The event of the brand that the member attended.")


def activity_of(context: RequestContext, sent: ActivityInput, field: str) -> types_pb2.Activity:
    """The activity. Raises INVALID_ARGUMENT and TOO_MANY refusals, which name `field`."""
    labels = sent.labels or []
    most(f"{field}.labels", len(labels), LABELS_MAX)
    activity = types_pb2.Activity(
        channel=sent.channel,
        event_id="preview",
        member_id=plain_id("Member", sent.member_id, f"{field}.memberId"),
        type=sent.type.value,
        store_id=sent.store_id or "",
        labels={label.key: label.value for label in labels},
        event_code=sent.event_code or "",
    )
    if len(activity.labels) < len(labels):
        raise invalid(f"{field}.labels", "each key once")
    activity.occur_time.FromDatetime(sent.occurred_at or context.now)
    if sent.sku or sent.series:
        activity.article.sku, activity.article.series = sent.sku or "", sent.series or ""
        activity.article.quantity = 1
    if sent.content_id:
        activity.content.content_id = sent.content_id
    if sent.order is not None:
        _order(activity.order, sent.order, f"{field}.order")
    return activity


def _order(order: types_pb2.Order, sent: OrderInput, field: str) -> None:
    lines = sent.lines or []
    most(f"{field}.lines", len(lines), LINES_MAX)
    order.order_id, order.channel = sent.order_id, sent.channel or ""
    order.total.currency_code = sent.currency_code
    order.total.minor_units = sent.total_minor
    for line in lines:
        order.lines.add(
            line_id=line.line_id,
            sku=line.sku or "",
            series=line.series or "",
            quantity=line.quantity,
            amount_minor=line.amount_minor,
        )


def most(field: str, count: int, limit: int) -> None:
    """Raises TOO_MANY."""
    if count > limit:
        told = {"limit": str(limit)}
        raise Refusal("TOO_MANY", f"at most {limit}", field=field, metadata=told)

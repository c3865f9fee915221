"""To which messages orders are put down, for operators."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant
from gateway.schema.feedback.insight import FromDay, UntilDay
from gateway.schema.feedback.metrics import MetricNumber
from tessera.feedback.v1 import insight_pb2 as pb

CREDITS_ASSUMED = 20


@strawberry.enum(
    description="A way in which an order is divided among the messages of the 7 days before it."
)
class AttributionModel(Enum):
    """As tessera.feedback.v1.AttributionModel."""

    FIRST = enum_value(pb.ATTRIBUTION_MODEL_FIRST, "The first one has all.")
    LAST = enum_value(pb.ATTRIBUTION_MODEL_LAST, "The last one has all.")
    LINEAR = enum_value(pb.ATTRIBUTION_MODEL_LINEAR, "Each has the same.")
    TIME_DECAY = enum_value(
        pb.ATTRIBUTION_MODEL_TIME_DECAY, "Half as much for each 7 days that a message is older."
    )
    POSITION = enum_value(
        pb.ATTRIBUTION_MODEL_POSITION, "40 % the first, 40 % the last, 20 % those between."
    )


ByModel = Annotated[
    AttributionModel | None, strawberry.argument(description="The model; LAST by default.")
]


@strawberry.type(description="Money that is put down to a message.")
class AttributionCredit:
    """Source: tessera.feedback.v1.AttributionCredit."""

    message: str | None = read(
        lambda credit: credit.message or None,
        "The message's code; null for orders with no message before them.",
    )
    channel: str | None = read(
        lambda credit: credit.channel or None,
        "The channel of contact; null for orders with no message before them.",
    )
    minor_units: Long = column("Minor units of money, less what was given back.")


@strawberry.type(description="Those who were reached beside those who were held out.")
class AttributionLift:
    """Source: tessera.feedback.v1.AttributionLift."""

    reached: MetricNumber = column(
        "Members who ordered within 7 days of their first message, of those who got one."
    )
    held_out: MetricNumber = column(
        "Members who ordered within 7 days of when they would have got one, of those held out."
    )
    difference: float = column("The difference of both rates.")
    low: float = column("The low end of its 95 % interval.")
    high: float = column("The high end.")
    shown: bool = column("True when the interval leaves out zero.")


@strawberry.type(description="The messages to which orders are put down.")
class Attribution:
    """Source: tessera.feedback.v1.GetAttributionResponse."""

    model: AttributionModel = column("The model.")
    credits: list[AttributionCredit] = column(
        "Net money by message and channel, the most first: together the orders of known members.",
        size=CREDITS_ASSUMED,
    )
    lift: AttributionLift | None = read(
        lambda told: told.lift if told.HasField("lift") else None,
        "The orders that marketing brought; null while nobody was reached, or nobody held out.",
    )
    currency_code: str | None = read(
        lambda told: told.currency_code or None, "The currency of the money."
    )
    as_of: DateTime | None = read(
        lambda told: instant(told, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )


async def _attribution(
    context: RequestContext,
    model: ByModel = None,
    from_day: FromDay = None,
    until_day: UntilDay = None,
) -> pb.GetAttributionResponse:
    request = pb.GetAttributionRequest(
        model=model.value if model else pb.ATTRIBUTION_MODEL_LAST,
        from_day=from_day or "",
        until_day=until_day or "",
    )
    services = context.services
    return await services.read(services.insight.GetAttribution, request, context.caller)


@strawberry.type
class AttributionQueries:
    """The field of Query."""

    attribution: Attribution | None = call(
        _attribution,
        "The messages to which orders of these days are put down, at most 92 days; and what"
        " marketing brought, against members who were held out. For operators with the scope"
        " `insight:read`.",
        rule=Rule.OPERATORS,
        size=1,
        cost=4 * CALL_COST,
    )

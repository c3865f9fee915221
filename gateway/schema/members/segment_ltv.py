"""The LTV of a segment: what one of its members is worth over 365 days, with the inputs."""

from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.money import Money
from gateway.schema.core.scalars import Date, DateTime, Long, moment
from gateway.schema.members.lifecycle import LifecycleStage
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2

LTV_COST = 50

Code = Annotated[str, strawberry.argument(description="The code of the segment.")]


@strawberry.type(
    description="The inputs of a stage. Ratios are rounded for reading; the value follows from the"
    " exact ones."
)
class SegmentLtvStage:
    """Source: tessera.members.v1.LtvStage."""

    stage: LifecycleStage = column(
        "The stage, PURCHASE or LOYALTY. Who advocates counts for loyalty."
    )
    members: Long = column("The members at this stage with an order in the last 365 days.")
    orders: Long = column("Their orders of these days.")
    spent_minor: Long = column(
        "Paid in these orders, less what went back, in the currency's minor unit."
    )
    kept: Long = column("Those of them who were seen before a member is called dormant.")
    conversion_permille: Long = column("Members of those who were counted, per thousand.")
    average_order_minor: Long = column("The average order, in the currency's minor unit.")
    frequency_thousandths: Long = column("The orders of a member, in thousandths.")
    retention_permille: Long = column("Those who are kept of the members, per thousand.")
    value_minor: Long = column(
        "Conversion x average order x frequency x retention, in the currency's minor unit."
    )


@strawberry.type(
    description="The worth of a segment's member over 365 days: the sum over the stages of"
    " conversion x average order x repurchase frequency x retention."
)
class SegmentLtv:
    """Source: tessera.members.v1.GetSegmentLtvResponse."""

    members: Long = column("The members in the segment.")
    counted: Long = column(
        "The members that were counted: of a segment of more than 2,000, as many drawn by chance."
    )
    ltv: Money = read(
        lambda found: types_pb2.Money(currency_code=found.currency, minor_units=found.ltv_minor),
        "The worth of a member, rounded once.",
    )
    stages: list[SegmentLtvStage] = column("The inputs of purchase, then of loyalty.", size=2)
    on: Date = column("The local day as of which it is.")
    as_of: DateTime = read(
        lambda found: moment(found.freshness.as_of_time),
        "Whatever happened before this time is in who the members are.",
    )


async def _ltv(context: RequestContext, code: Code) -> pb.GetSegmentLtvResponse:
    services = context.services
    request = pb.GetSegmentLtvRequest(code=code)
    return await services.read(services.segments.GetSegmentLtv, request, context.caller)


@strawberry.type
class SegmentLtvQueries:
    """The fields of Query."""

    segment_ltv: SegmentLtv | None = call(
        _ltv,
        "The worth of a segment's member over 365 days, with the inputs of the formula.",
        rule=Rule.OPERATORS,
        cost=LTV_COST,
    )

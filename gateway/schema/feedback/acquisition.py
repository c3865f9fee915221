"""What the members of each channel cost and brought, for operators."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, instant, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.metrics import Metric, MetricNumber
from services.common.errors import invalid
from tessera.feedback.v1 import insight_pb2 as pb

_COST = 4 * CALL_COST
_THOUSAND = 1_000
RETURNS_ASSUMED = 36
CHANNELS_ASSUMED = 5
COSTS_MAX = 20

FromMonth = Annotated[
    str | None,
    strawberry.argument(
        description="The first month, YYYY-MM; the eleventh before the last one by default."
    ),
]
UntilMonth = Annotated[
    str | None,
    strawberry.argument(description="The last month, YYYY-MM; this one by default."),
]


@strawberry.enum(description="The people whom a channel of acquisition reaches.")
class AcquisitionKind(Enum):
    """As tessera.feedback.v1.AcquisitionKind."""

    DIRECT = enum_value(
        pb.ACQUISITION_KIND_DIRECT,
        "Guests of the brand's own places; the return should be above 5.",
    )
    SOCIAL = enum_value(
        pb.ACQUISITION_KIND_SOCIAL, "People who talk to each other; the return should be above 3."
    )
    OTHER = enum_value(pb.ACQUISITION_KIND_OTHER, "Others.")


def _name(channel: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(channel.name, context, lang)


@strawberry.type(description="A channel of the programme by which members come.")
class AcquisitionChannel:
    """Source: tessera.feedback.v1.AcquisitionChannel."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    kind: AcquisitionKind = column("The people whom it reaches.")
    floor: float | None = read(
        lambda channel: (
            channel.floor_permille / _THOUSAND if channel.HasField("floor_permille") else None
        ),
        "The return that it should be above; null where it has no floor.",
    )


def _number(field: str) -> Any:
    return lambda found: getattr(found, field) if found.HasField(field) else None


@strawberry.type(description="A channel's month: members by the month of their enrolment.")
class AcquisitionReturn:
    """Source: tessera.feedback.v1.AcquisitionReturn."""

    month: str = column("The month, YYYY-MM.")
    channel: AcquisitionChannel = column("The channel.")
    members: Long = column("Members who came by it in the month.")
    revenue_minor: Long = column("Net money of the first 90 days of each of them, in minor units.")
    cost_minor: Long | None = read(
        _number("cost_minor"),
        "The cost of the channel in the month, in minor units; null before it is told.",
    )
    cac: MetricNumber | None = read(
        _number("cac"), "The cost of a member; null without the cost, and where nobody came."
    )
    roi: MetricNumber | None = read(_number("roi"), "The revenue by the cost; null without a cost.")
    complete: bool = column("True when the first 90 days of all of them are over.")
    short: bool = column("True when it is complete, and not above the floor.")


@strawberry.type(description="The channels by which members come, by month.")
class Acquisition:
    """Source: tessera.feedback.v1.GetAcquisitionResponse."""

    returns: list[AcquisitionReturn] = column(
        "The channels of each month, the latest month first.", size=RETURNS_ASSUMED
    )
    channels: list[AcquisitionChannel] = column(
        "The channels of the programme.", size=CHANNELS_ASSUMED
    )
    metrics: list[Metric] = column("The definitions of `cac` and `roi`.", size=2)
    currency_code: str | None = read(
        lambda found: found.currency_code or None,
        "The currency of sums of money, three letters of ISO 4217; null without a programme.",
    )
    as_of: DateTime | None = read(
        lambda found: instant(found, "as_of_time"),
        "Everything that happened before is counted; null before the first count.",
    )


async def _acquisition(
    context: RequestContext, from_month: FromMonth = None, until_month: UntilMonth = None
) -> pb.GetAcquisitionResponse:
    request = pb.GetAcquisitionRequest(from_month=from_month or "", until_month=until_month or "")
    services = context.services
    return await services.read(services.insight.GetAcquisition, request, context.caller)


@strawberry.type
class AcquisitionQueries:
    """The field of Query."""

    acquisition: Acquisition | None = call(
        _acquisition,
        "For each channel and month the cost of a member, and the money that members brought in"
        " their first 90 days; at most 24 months. For operators with the scope `insight:read`.",
        rule=Rule.OPERATORS,
        size=1,
        cost=_COST,
    )


@strawberry.input(description="The cost of a channel.")
class ChannelCostInput:
    """As ChannelCost."""

    channel: str = required("The code of the channel.")
    minor_units: Long = required("The cost in minor units of the brand's currency.")


@strawberry.input(description="The costs of channels in a month.")
class PutChannelCostsInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    month: str = required("The month, YYYY-MM; not a later one than this.")
    costs: list[ChannelCostInput] = required(
        f"The costs, 1 to {COSTS_MAX}, one a channel; others stay."
    )


@strawberry.type(description="The number of costs that were taken, or the reasons for the refusal.")
class PutChannelCostsPayload:
    """Source: Outcome of a number."""

    taken: int | None = read(
        lambda outcome: outcome.result, "The number of costs; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _put(context: RequestContext, input: Annotated[PutChannelCostsInput, INPUT]) -> Outcome:
    def request() -> pb.PutChannelCostsRequest:
        if len(input.costs) > COSTS_MAX:
            raise invalid("costs", f"at most {COSTS_MAX}")
        return pb.PutChannelCostsRequest(
            request_id=input.request_id,
            month=input.month,
            costs=[
                pb.ChannelCost(channel=each.channel, minor_units=each.minor_units)
                for each in input.costs
            ],
        )

    method = context.services.insight.PutChannelCosts
    return await perform(context, "putChannelCosts", method, request, "taken")


@strawberry.type
class AcquisitionMutations:
    """The field of Mutation."""

    put_channel_costs: PutChannelCostsPayload | None = mutation(
        "putChannelCosts",
        _put,
        "Takes the costs of channels in a month, in the place of those that were told before. For"
        " operators with the scope `insight:write`.",
        rule=Rule.OPERATORS,
    )

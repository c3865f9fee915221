"""RFM: how many members have each score, by the last run, and asking for a run."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id
from gateway.schema.core.money import Money
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, DateTime, Long, enum_value, moment
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2

TABLE_COST = 10


@strawberry.enum(description="A reason for a run of RFM.")
class RfmCause(Enum):
    """As tessera.members.v1.RfmCause."""

    MONTH = enum_value(pb.RFM_CAUSE_MONTH, "A month was over.")
    PUBLISHED = enum_value(
        pb.RFM_CAUSE_PUBLISHED, "A programme came in force with another section rfm."
    )
    ASKED = enum_value(pb.RFM_CAUSE_ASKED, "An operator asked for it.")


@strawberry.type(
    description="Cut points: the first gives 3 to recency and 2 to the others, the second 2 and 3."
)
class RfmCuts:
    """Source: tessera.members.v1.RfmCuts."""

    recency_days: list[Long] = column("The most days since the latest order, two of them.", size=2)
    orders: list[Long] = column("The least orders of 365 days, two of them.", size=2)
    spent: list[Money] = read(
        lambda cuts: [
            types_pb2.Money(currency_code=cuts.currency, minor_units=each)
            for each in cuts.spent_minor
        ],
        "The least money paid in them, less what went back, two of it.",
        size=2,
    )
    terciles: bool = column("True where they are terciles of the members.")


@strawberry.type(description="Members with one score of each, from 1 to 3, 3 the best.")
class RfmCell:
    """Source: tessera.members.v1.RfmCell."""

    recency: int = column("The score by the days since the latest order.")
    frequency: int = column("The score by the orders of 365 days.")
    monetary: int = column("The score by the money paid in them.")
    members: Long = column("The number of members.")
    value_class: str = column("The programme's word for the pair of recency and money.")


@strawberry.type(description="Members of one class.")
class RfmClass:
    """Source: tessera.members.v1.RfmClass."""

    code: str = column("The programme's word.")
    members: Long = column("The number of members.")
    value_minor: Long = column(
        "Paid by them to date, less what went back, in the currency's minor unit."
    )


@strawberry.type(description="Members by their value to date and by their activity.")
class ValueActivityCell:
    """Source: tessera.members.v1.ValueActivityCell."""

    high_value: bool = column("True where they paid more to date than the programme says.")
    active: bool = column(
        "True where they were active on more of the last 30 days than the programme says."
    )
    members: Long = column("The number of members.")


@strawberry.type(
    description="A run of RFM: all members with an order, scored as of one local day. Members who"
    " withdrew the consent to profiling are in no number."
)
class RfmRun:
    """Source: tessera.members.v1.RfmRun."""

    on: Date = column("The local day as of which members are scored.")
    cause: RfmCause = column("The reason for the run.")
    ended_at: DateTime = read(lambda run: moment(run.end_time), "The time at which it ended.")
    cuts: RfmCuts = column("The cut points.")
    cells: list[RfmCell] = column(
        "Members by scores, of the latest run only; scores that nobody has are left out.", size=27
    )
    classes: list[RfmClass] = column("Members by class, by its code.", size=9)
    value_activity: list[ValueActivityCell] = column(
        "Members by value and activity, those without an order too; of the latest run only.", size=4
    )
    members: Long = column("Members with an order.")


@strawberry.type(description="The runs of RFM.")
class Rfm:
    """Source: tessera.members.v1.GetRfmResponse."""

    runs: list[RfmRun] = column("Those that have ended, the latest first, at most 24.", size=6)
    running: bool = column("True while a run is on its way.")
    declared: bool = column("False where the programme has no section rfm.")


async def _rfm(context: RequestContext) -> pb.GetRfmResponse:
    services = context.services
    return await services.read(services.segments.GetRfm, pb.GetRfmRequest(), context.caller)


@strawberry.type
class RfmQueries:
    """The fields of Query."""

    rfm: Rfm | None = call(
        _rfm,
        "Members by recency, frequency and money of their orders, as the last runs scored them.",
        rule=Rule.OPERATORS,
        cost=TABLE_COST,
    )


@strawberry.input(description="A run of RFM as of today.")
class RunRfmInput:
    """By its request id."""

    request_id: strawberry.ID = request_id()


@strawberry.type(description="Nothing more, or the reasons why it was refused.")
class RunRfmPayload:
    """Source: Outcome of nothing."""

    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _run(context: RequestContext, input: Annotated[RunRfmInput, INPUT]) -> Outcome:
    def request() -> pb.RunRfmRequest:
        return pb.RunRfmRequest(request_id=input.request_id)

    return await perform(context, "runRfm", context.services.segments.RunRfm, request, None)


@strawberry.type
class RfmMutations:
    """The fields of Mutation."""

    run_rfm: RunRfmPayload | None = mutation(
        "runRfm",
        _run,
        "Asks for a run of RFM as of today, beside those at the end of each month. It begins within"
        " seconds.",
        rule=Rule.OPERATORS,
    )

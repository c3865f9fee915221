"""The pressure on a brand's members: how many were touched on days running."""

from enum import Enum

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import Date, enum_value
from tessera.feedback.v1 import reach_pb2 as pb

BRAKES = 3


@strawberry.enum(description="The length of a cap's window, rolling: 24, 168 or 720 hours.")
class CapWindow(Enum):
    """As the programme writes it."""

    DAY = enum_value("day", "24 hours.")
    WEEK = enum_value("week", "168 hours.")
    MONTH = enum_value("month", "720 hours.")


@strawberry.type(
    description="A brake: everybody hears less while too many members were touched on days running."
)
class PressureBrake:
    """Source: tessera.feedback.v1.PressureBrake."""

    days: int = column("So many days in a row, ending with `day`.")
    percent: int = column("From this share on, in percent, the cap is lowered.")
    recover_percent: int = column("After three days in a row below this share it is as before.")
    lowered_times: int = column("How many messages of marketing the lowered cap allows.")
    lowered_per: CapWindow = column("The window of the lowered cap.")
    day: Date | None = read(
        lambda brake: brake.day or None,
        "The last of the days that were measured; null before the first.",
    )
    touched: int = column("How many members were touched by marketing on each of the days.")
    reachable: int = column("How many members agreed to marketing.")
    lowered_since: Date | None = read(
        lambda brake: brake.lowered_since or None,
        "The day since which the cap is lowered; null while it is not.",
    )
    calm_days: int = column("Of the three days that let the brake go, how many have passed.")


async def _pressure(context: RequestContext) -> list[pb.PressureBrake]:
    method = context.services.reach.GetPressure
    answer: pb.GetPressureResponse = await context.services.read(
        method, pb.GetPressureRequest(), context.caller
    )
    return list(answer.brakes)


@strawberry.type
class PressureQueries:
    """The field of Query."""

    pressure: list[PressureBrake] | None = call(
        _pressure,
        "The brakes of the programme in force, each as it was judged for the last day. For"
        " operators.",
        rule=Rule.OPERATORS,
        size=BRAKES,
    )

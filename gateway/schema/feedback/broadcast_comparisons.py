"""What a broadcast compares: messages with each other, or with none."""

from enum import Enum

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.inputs import optional, required
from gateway.schema.core.scalars import DateTime, enum_value, moment
from tessera.feedback.v1 import broadcasts_pb2 as pb

MESSAGES_MOST = 4


@strawberry.enum(description="The figure that decides which message is better.")
class BroadcastMetric(Enum):
    """The metrics of experiments, by their codes."""

    ORDER_RATE = enum_value("order_rate", "The share of members who ordered.")
    VISIT_RATE = enum_value("visit_rate", "The share of members who visited.")
    REVIEW_RATE = enum_value("review_rate", "The share of members who reviewed.")
    SHARE_RATE = enum_value("share_rate", "The share of members who shared.")
    INVITE_RATE = enum_value("invite_rate", "The share of members who invited.")
    ORDERS = enum_value("orders", "Orders a member.")
    REVENUE = enum_value("revenue", "Money a member, less refunds.")


@strawberry.type(
    description="Messages that a broadcast compares with each other, or with none. The experiment"
    " of the broadcast's id has its arms and its result."
)
class BroadcastComparison:
    """Source: tessera.feedback.v1.BroadcastComparison."""

    against: list[str] = column(
        "The codes of the messages beside the broadcast's own.", size=MESSAGES_MOST
    )
    held_out_percent: int = column("The share of those who take part and get no message.")
    percent: int = column("The share of the segment that takes part, in percent.")
    metric: BroadcastMetric = column("The figure that decides.")
    within_days: int = column(
        "So many days of each member count. Two days later it is judged, once."
    )


@strawberry.type(description="The message that the rest got, or gets.")
class BroadcastWinner:
    """Source: tessera.feedback.v1.BroadcastWinner."""

    message: str = column("The code of the message.")
    chosen_by: str = column("The operator who chose it.")
    chosen_at: DateTime = read(lambda winner: moment(winner.choice_time), "The time of the choice.")


@strawberry.input(description="Messages to compare with each other, or with none.")
class BroadcastComparisonInput:
    """For operators."""

    metric: BroadcastMetric = required("The figure that decides.")
    against: list[str] | None = optional(
        "The codes of the messages beside the broadcast's own: at most 3, each another one; at"
        " least 1 where nobody is held out."
    )
    held_out_percent: int = optional("The share that gets no message, 0-50 percent.", 0)
    percent: int = optional("The share of the segment that takes part, 1-100 percent.", 100)
    within_days: int = optional("So many days of each member count, 1-30.", 7)


def comparison_message(wanted: BroadcastComparisonInput | None) -> pb.BroadcastComparison | None:
    """What is wanted as a proto; None where nothing is compared."""
    if wanted is None:
        return None
    return pb.BroadcastComparison(
        against=wanted.against or (),
        held_out_percent=wanted.held_out_percent,
        percent=wanted.percent,
        metric=wanted.metric.value,
        within_days=wanted.within_days,
    )

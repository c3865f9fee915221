"""The clocks of an item: what the team owes the member, how much time is left, why it is late."""

from enum import Enum

import strawberry

from gateway.schema.core.fields import column, read
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant, moment
from tessera.feedback.v1 import feedback_pb2


@strawberry.enum(name="FeedbackClockKind", description="A clock of an item of feedback.")
class ClockKind(Enum):
    """As tessera.feedback.v1.ClockKind."""

    FIRST_RESPONSE = enum_value(
        feedback_pb2.CLOCK_KIND_FIRST_RESPONSE,
        "From the taking in to the first response by a person.",
    )
    NEXT_RESPONSE = enum_value(
        feedback_pb2.CLOCK_KIND_NEXT_RESPONSE,
        "From the member's reopening, or answer to a question, to the next response.",
    )
    RESOLUTION = enum_value(
        feedback_pb2.CLOCK_KIND_RESOLUTION,
        "From the taking in to the resolution; it stands while the team waits for the member.",
    )
    FOLLOW_UP = enum_value(
        feedback_pb2.CLOCK_KIND_FOLLOW_UP,
        "From the resolution to asking the member whether it helped.",
    )


@strawberry.enum(description="The thing that is missing, where something is late.")
class LateReason(Enum):
    """As tessera.feedback.v1.LateReason."""

    NOT_ASSIGNED = enum_value(
        feedback_pb2.LATE_REASON_NOT_ASSIGNED, "Nobody of the team has the item."
    )
    NOT_ANSWERED = enum_value(
        feedback_pb2.LATE_REASON_NOT_ANSWERED, "A person has it, and has not answered."
    )
    NOT_RESOLVED = enum_value(
        feedback_pb2.LATE_REASON_NOT_RESOLVED, "The member got an answer, and no solution."
    )
    NOT_FOLLOWED_UP = enum_value(
        feedback_pb2.LATE_REASON_NOT_FOLLOWED_UP,
        "Nobody asked the member whether the solution helped.",
    )


@strawberry.type(description="Something that the team owes the member, with its due time.")
class FeedbackClock:
    """Source: tessera.feedback.v1.FeedbackClock."""

    kind: ClockKind = column("The clock.")
    due_at: DateTime = read(
        lambda clock: moment(clock.due_time),
        "The time by which it is due; while the clock stands, as if it had not stopped.",
    )
    warn_at: DateTime | None = read(
        lambda clock: instant(clock, "warn_time"),
        "The time at which 80 % of the time is over; null for items of before there were warnings.",
    )
    in_business_hours: bool = column("True when only the brand's business hours count.")
    calendar_unknown: bool = column(
        "True when days count of which nobody knew whether they are public holidays."
    )
    stands_since: DateTime | None = read(
        lambda clock: instant(clock, "stand_time"),
        "The time since which it stands; null while it runs.",
    )
    warned_at: DateTime | None = read(
        lambda clock: instant(clock, "warned_time"), "The time of the warning; null before it."
    )
    late_since: DateTime | None = read(
        lambda clock: instant(clock, "late_time"),
        "The time since which it is late; null before that.",
    )
    left_seconds: Long | None = read(
        lambda clock: clock.left_seconds if clock.HasField("left_seconds") else None,
        "The seconds left as of the answer, in the hours that count; 0 when it is late.",
    )
    late_reason: LateReason | None = read(
        lambda clock: clock.reason or None, "The thing that is missing; null while it is not late."
    )

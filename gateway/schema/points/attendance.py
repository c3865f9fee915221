"""Attendance at the door of an event: points takes price and awards, members keeps the activity.

Points answers the activity of the attendance, the same however often it is asked, so that a repeat
makes up for a call of members that failed.
"""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.brand_events import SignUp
from gateway.schema.points.check_in import Award
from services.common.errors import Refusal
from tessera.members.v1 import activities_pb2
from tessera.points.v1 import brand_events_pb2 as pb


@strawberry.input(description="A member with a seat who came to an event.")
class RecordAttendanceInput:
    """By the sign-up."""

    request_id: strawberry.ID = request_id()
    sign_up_id: strawberry.ID = required("The id of the sign-up.")
    store_id: str | None = optional(
        "The store in which the event is, at most 64 characters; left out elsewhere."
    )


@dataclass(slots=True)
class AttendanceOutcome(Outcome):
    """The source of the payload: the response of points."""


def _sign_up(outcome: Outcome) -> Any:
    return outcome.result.sign_up if outcome.result else None


@strawberry.type(description="The attendance, or the reasons for the refusal.")
class RecordAttendancePayload:
    """Source: AttendanceOutcome."""

    sign_up: SignUp | None = read(_sign_up, "The sign-up, attended; null when refused.")
    awards: list[Award] | None = read(
        lambda outcome: list(outcome.result.awards) if outcome.result else None,
        "The awards for it; null when refused, and empty where a till told of it before.",
        size=3,
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _attend(
    context: RequestContext, input: Annotated[RecordAttendanceInput, INPUT]
) -> AttendanceOutcome:
    services = context.services

    def request() -> pb.RecordAttendanceRequest:
        return pb.RecordAttendanceRequest(
            request_id=input.request_id,
            sign_up_id=plain_id("SignUp", input.sign_up_id, "sign_up_id"),
            store_id=input.store_id or "",
        )

    method = services.brand_events.RecordAttendance
    done = await perform(context, "recordAttendance", method, request, None)
    if done.result is not None and done.result.HasField("activity"):
        await _tell_members(context, done.result)
    return AttendanceOutcome(done.result, done.replayed, done.user_errors)


async def _tell_members(context: RequestContext, attended: pb.RecordAttendanceResponse) -> None:
    services = context.services
    request = activities_pb2.RecordActivitiesRequest(activities=[attended.activity])
    method = services.activities.RecordActivities
    (result,) = (await services.write(method, request, context.caller)).results
    if result.reason:
        raise Refusal(result.reason, result.message, field=result.field)


@strawberry.type
class AttendanceMutations:
    """The field of Mutation."""

    record_attendance: RecordAttendancePayload | None = mutation(
        "recordAttendance",
        _attend,
        "Tells that a member with a seat came: takes the price, and awards the attendance, each"
        " once.",
        rule=Rule.OPERATORS,
    )

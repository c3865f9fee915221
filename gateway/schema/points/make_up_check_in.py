"""Filling a missed day with a make-up card."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, join, read
from gateway.schema.core.inputs import INPUT, member_id, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.check_in_status import CheckInBonus
from gateway.upstream.batching import Need
from tessera.points.v1 import check_ins_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member


@strawberry.input(description="A missed day that a make-up card fills.")
class MakeUpCheckInInput:
    """Members fill their own days; operators name the member."""

    request_id: strawberry.ID = request_id()
    day: Date = required("The day to fill: one of `Member.checkIns.days` that is not checked in.")
    member_id: strawberry.ID | None = member_id()


@dataclass(slots=True)
class MakeUpOutcome(Outcome):
    """The source of the payload: the recorded day, and the member."""

    member_id: str = ""


def recorded_bonus(
    recorded: check_ins_pb2.RecordedCheckIn | None,
) -> check_ins_pb2.CheckInBonus | None:
    """The bonus that a recorded day brought."""
    return recorded.bonus if recorded is not None and recorded.HasField("bonus") else None


@strawberry.type(
    description="The answer to `makeUpCheckIn`: the streak with the day, or the reasons why it was"
    " refused."
)
class MakeUpCheckInPayload:
    """Source: MakeUpOutcome."""

    streak: int | None = read(
        lambda outcome: outcome.result.streak if outcome.result else None,
        "The days running with a check-in after the day was filled; null when refused.",
    )
    bonus: CheckInBonus | None = read(
        lambda outcome: recorded_bonus(outcome.result),
        "The bonus that the day brought; null when it brought none, or was refused.",
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member, with the check-ins and points after it; null when refused.",
        loader="members",
        key=lambda outcome: outcome.member_id,
        need=lambda args, inner: Need(),
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _make_up(
    context: RequestContext, input: Annotated[MakeUpCheckInInput, INPUT]
) -> MakeUpOutcome:
    services = context.services

    def request() -> check_ins_pb2.MakeUpRequest:
        return check_ins_pb2.MakeUpRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            day=input.day,
        )

    done = await perform(context, "makeUpCheckIn", services.check_ins.MakeUp, request, "check_in")
    member = context.member_id(input.member_id) if done.result else ""
    return MakeUpOutcome(done.result, done.replayed, done.user_errors, member)


@strawberry.type
class MakeUpCheckInMutations:
    """The field of Mutation."""

    make_up_check_in: MakeUpCheckInPayload | None = mutation(
        "makeUpCheckIn",
        _make_up,
        "Fills a missed day with one of the member's make-up cards. Operators name the member.",
        rule=Rule.SIGNED_IN,
    )

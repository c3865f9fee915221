"""Adjustments of members' points by operators."""

from typing import Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.approvals import Approval
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, join, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Long
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.points import Points, pick_points, points_need
from tessera.points.v1 import transfers_pb2


@strawberry.input(description="An adjustment of a member's points.")
class AdjustPointsInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    amount: Long = required("The points to add, or to take when negative; not 0.")
    reason: str = required("The reason, 4 to 200 characters. It is kept with the posting.")
    asset: str | None = optional("The asset; POINTS when left out.")


def _member_of(outcome: Outcome) -> str:
    if outcome.result is None:
        return ""
    owners = (entry.owner for entry in outcome.result.posting.entries if entry.sequence)
    return next(owners, "")


@strawberry.type(description="The adjustment: done, waiting for a second operator, or refused.")
class AdjustPointsPayload:
    """Source: Outcome of an AdjustPointsResponse."""

    posting_id: strawberry.ID | None = read(
        lambda outcome: (outcome.result and outcome.result.posting.id) or None,
        "The posting that did it; null while it waits, and when refused.",
    )
    approval: Approval | None = read(
        lambda outcome: (
            outcome.result.approval
            if outcome.result and outcome.result.HasField("approval")
            else None
        ),
        "The approval that it waits for; null when it was done at once, and when refused.",
    )
    points: Points | None = join(
        pick_points,
        "The member's balance after the mutation; null unless it was done.",
        loader="wallets",
        key=_member_of,
        need=points_need,
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _adjust(context: RequestContext, input: Annotated[AdjustPointsInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> transfers_pb2.AdjustPointsRequest:
        return transfers_pb2.AdjustPointsRequest(
            request_id=input.request_id,
            member_id=plain_id("Member", input.member_id, "member_id"),
            asset=input.asset or "",
            amount=input.amount,
            reason=input.reason,
        )

    method = services.adjustments.AdjustPoints
    return await perform(context, "adjustPoints", method, request, None)


@strawberry.type
class AdjustmentMutations:
    """The fields of Mutation."""

    adjust_points: AdjustPointsPayload | None = mutation(
        "adjustPoints",
        _adjust,
        "Adds to a member's account or takes from it; above the brand's limits it waits for a"
        " second operator. For operators.",
        rule=Rule.OPERATORS,
    )

"""Tiers that operators give by hand, until a day."""

from typing import Annotated, Any

import strawberry

from gateway.schema.core.approvals import Approval
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import tiers_pb2 as pb

_REASON = "The reason, 4 to 500 characters. It is kept for ever, so no personal data."


@strawberry.input(description="A tier that a member is to hold until a day.")
class GrantTierInput:
    """It lifts what the member earned, and lowers nothing."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    ladder: str = required("The code of the ladder.")
    tier: str = required("The code of a tier of that ladder, above the one that was earned.")
    until: Date = required("The last day of the tier, today or later.")
    reason: str = required(_REASON)


@strawberry.input(description="A tier given by hand that is to end now.")
class EndTierInput:
    """What the member earned counts again."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    ladder: str = required("The code of the ladder.")
    reason: str = required(_REASON)


def _approval(outcome: Outcome) -> Any:
    response = outcome.result
    return response.approval if response is not None and response.HasField("approval") else None


@strawberry.type(
    description="The approval that the grant waits for, or the reasons for the refusal."
)
class GrantTierPayload:
    """Source: Outcome of a GrantTierResponse."""

    approval: Approval | None = read(
        _approval,
        "The approval of a second operator that the grant waits for; null when the member has the"
        " tier, and when refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The reasons for the refusal; none when the tier has ended.")
class EndTierPayload:
    """Source: Outcome of an EndTierResponse."""

    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _grant(context: RequestContext, input: Annotated[GrantTierInput, INPUT]) -> Outcome:
    def request() -> pb.GrantTierRequest:
        return pb.GrantTierRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            ladder=input.ladder,
            tier=input.tier,
            until=str(input.until),
            reason=input.reason,
        )

    return await perform(context, "grantTier", context.services.tiers.GrantTier, request, None)


async def _end(context: RequestContext, input: Annotated[EndTierInput, INPUT]) -> Outcome:
    def request() -> pb.EndTierRequest:
        return pb.EndTierRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            ladder=input.ladder,
            reason=input.reason,
        )

    return await perform(context, "endTier", context.services.tiers.EndTier, request, None)


@strawberry.type
class ManualTierMutations:
    """The fields of Mutation."""

    grant_tier: GrantTierPayload | None = mutation(
        "grantTier",
        _grant,
        "Gives a member a tier until a day, in place of one given by hand before. What the member"
        " earns counts again after that day. Where the programme says so it waits for a second"
        " operator. Needs the scope `tiers:write`.",
        rule=Rule.OPERATORS,
    )
    end_tier: EndTierPayload | None = mutation(
        "endTier",
        _end,
        "Ends a tier given by hand before its last day. Needs the scope `tiers:write`.",
        rule=Rule.OPERATORS,
    )

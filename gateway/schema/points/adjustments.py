"""Adjustments of members' points by operators, and the approvals that they wait for."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, join, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Long, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from gateway.schema.points.points import Points, pick_points, points_need
from tessera.approvals.v1 import approvals_pb2 as pb
from tessera.points.v1 import transfers_pb2

_KIND = "approval"


@strawberry.enum(description="The state of an approval.")
class ApprovalState(Enum):
    """As tessera.approvals.v1.ApprovalState."""

    PENDING = enum_value(pb.APPROVAL_STATE_PENDING, "Waits for a second operator.")
    APPROVED = enum_value(pb.APPROVAL_STATE_APPROVED, "A second operator carried it out.")
    REJECTED = enum_value(pb.APPROVAL_STATE_REJECTED, "A second operator rejected it.")
    EXPIRED = enum_value(pb.APPROVAL_STATE_EXPIRED, "Nobody decided in time.")


@strawberry.type(
    description="A wish of an operator above the brand's limits, as it was when it was asked."
)
class Approval:
    """Source: Approval."""

    id: strawberry.ID = read(lambda one: one.id, "The id of the approval.")
    kind: str = read(
        lambda one: one.kind, "The method that is wished: `points.Adjustments.AdjustPoints`."
    )
    state: ApprovalState = read(lambda one: one.state, "The state now.")
    asked_by: str = read(lambda one: one.asked_by, "The operator that asked, by its subject.")
    asked_at: DateTime = read(lambda one: moment(one.ask_time), "The time at which it asked.")
    expires_at: DateTime = read(
        lambda one: moment(one.expire_time), "The time until which it may be decided."
    )
    reason: str = read(lambda one: one.reason, "The reason that the operator gave.")
    content: str = read(lambda one: one.content_json, "The request as it was asked, as JSON.")
    decided_by: str | None = read(
        lambda one: one.decided_by or None, "The operator that decided; null until then."
    )
    decided_at: DateTime | None = read(
        lambda one: instant(one, "decide_time"), "The time of the decision; null until then."
    )
    note: str = read(lambda one: one.note, "The note of the operator that decided.")


@strawberry.type(description="An approval of the page, with its cursor.")
class ApprovalEdge:
    """Source: cursor and approval."""

    cursor: str = edge_cursor(first_of)
    node: Approval = edge_node(second_of)


@strawberry.type(description="A page of approvals.")
class ApprovalConnection:
    """Source: Page."""

    edges: list[ApprovalEdge] = edges()
    page_info: PageInfo = page_info()


State = Annotated[
    ApprovalState | None,
    strawberry.argument(
        description="Only approvals in this state. PENDING also has those that ran out: their"
        " state says so."
    ),
]


async def _approvals(
    context: RequestContext, first: First = 20, after: After = None, state: State = None
) -> Page:
    place = PageCursor.read(_KIND, after)
    request = pb.ListApprovalsRequest(
        page_size=place.size(page_size(first)),
        page_token=place.token,
        state=pb.APPROVAL_STATE_UNSPECIFIED if state is None else state.value,
    )
    services = context.services
    response = await services.read(services.approvals.ListApprovals, request, context.caller)
    return place.page(_KIND, list(response.approvals), response.next_page_token)


@strawberry.type
class ApprovalQueries:
    """The fields of Query."""

    approvals: ApprovalConnection | None = call(
        _approvals,
        "The wishes of operators that need a second operator, newest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="An adjustment of a member's points.")
class AdjustPointsInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    amount: Long = required("The points to add, or to take when negative; not 0.")
    reason: str = required("The reason, 4 to 200 characters. It is kept with the posting.")
    asset: str | None = optional("The asset; POINTS when left out.")


@strawberry.input(description="A decision on an approval.")
class DecideInput:
    """For operators, but for the one that asked."""

    request_id: strawberry.ID = request_id()
    approval_id: strawberry.ID = required("The approval.")
    note: str | None = optional("A note on the decision, up to 200 characters.")


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


@strawberry.type(description="The approval after the decision, or the reasons for its refusal.")
class DecidePayload:
    """Source: Outcome of an Approval."""

    approval: Approval | None = read(
        lambda outcome: outcome.result, "The approval; null when refused."
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


async def _approve(context: RequestContext, input: Annotated[DecideInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.ApproveRequest:
        return pb.ApproveRequest(
            request_id=input.request_id, approval_id=input.approval_id, note=input.note or ""
        )

    return await perform(context, "approve", services.approvals.Approve, request, "approval")


async def _reject(context: RequestContext, input: Annotated[DecideInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.RejectRequest:
        return pb.RejectRequest(
            request_id=input.request_id, approval_id=input.approval_id, note=input.note or ""
        )

    return await perform(context, "reject", services.approvals.Reject, request, "approval")


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
    approve: DecidePayload | None = mutation(
        "approve",
        _approve,
        "Carries out what another operator asked for. For operators.",
        rule=Rule.OPERATORS,
    )
    reject: DecidePayload | None = mutation(
        "reject",
        _reject,
        "Ends what another operator asked for. For operators.",
        rule=Rule.OPERATORS,
    )

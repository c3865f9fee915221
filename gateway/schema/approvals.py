"""The approvals that operators wait for, of all services, and their decisions."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

import strawberry

from gateway.core.ids import cursor, position
from gateway.schema.core.approvals import Approval, ApprovalState
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
from gateway.schema.core.fields import CALL_COST, Rule, call, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from services.common.errors import Refusal, reason_of
from tessera.approvals.v1 import approvals_pb2 as pb
from tessera.approvals.v1 import approvals_pb2_grpc

_KIND = "approval"


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


_PREFIXES = {"members": "papr_", "points": "apr_"}
"""The beginning of the ids of each service's approvals."""
_SERVICES = tuple(_PREFIXES)


async def _approvals(
    context: RequestContext, first: First = 20, after: After = None, state: State = None
) -> Page:
    size, places = page_size(first), _places(after)

    async def of(name: str) -> pb.ListApprovalsResponse:
        request = pb.ListApprovalsRequest(
            page_size=size,
            before_id=places[name],
            state=pb.APPROVAL_STATE_UNSPECIFIED if state is None else state.value,
        )
        method = context.services.approvals[name].ListApprovals
        return await context.services.read(method, request, context.caller)

    told = await asyncio.gather(*map(of, _SERVICES), return_exceptions=True)
    answers = _allowed(dict(zip(_SERVICES, told, strict=True)))
    found = [(name, one) for name, answer in answers.items() for one in answer.approvals]
    found.sort(key=lambda pair: (pair[1].ask_time.ToNanoseconds(), pair[1].id), reverse=True)
    shown = []
    for name, one in found[:size]:
        places = {**places, name: one.id}
        shown.append((cursor(_KIND, ".".join(places[each] for each in _SERVICES)), one))
    more = len(found) > size or any(answer.next_page_token for answer in answers.values())
    return Page(shown, first_of, has_next=more, has_previous=after is not None)


def _allowed(
    told: Mapping[str, pb.ListApprovalsResponse | BaseException],
) -> Mapping[str, pb.ListApprovalsResponse]:
    """The answers of the services that let the caller read: one may lack the scope of the other."""
    answers = {name: one for name, one in told.items() if not isinstance(one, BaseException)}
    for error in told.values():
        if isinstance(error, BaseException):
            reason = reason_of(error) if isinstance(error, Exception) else None
            if not answers or reason is None or reason.reason != "PERMISSION_DENIED":
                raise error
    return answers


def _places(after: str | None) -> Mapping[str, str]:
    """The id of the last approval before the cursor, by service; "" where none was shown."""
    text = position(_KIND, after, str)
    ids = str(text).split(".") if text is not None else [""] * len(_SERVICES)
    if len(ids) != len(_SERVICES) or not all(
        not one or one.startswith(_PREFIXES[name])
        for name, one in zip(_SERVICES, ids, strict=False)
    ):
        raise Refusal("PAGE_TOKEN_INVALID", "not a cursor of approvals", field="after")
    return dict(zip(_SERVICES, ids, strict=True))


def _deciding(context: RequestContext, approval_id: str) -> "approvals_pb2_grpc.ApprovalsAsyncStub":
    """The service that keeps the approval; of an unknown id, the one that will not find it."""
    by_members = approval_id.startswith(_PREFIXES["members"])
    return context.services.approvals["members" if by_members else "points"]


@strawberry.type
class ApprovalQueries:
    """The fields of Query."""

    approvals: ApprovalConnection | None = call(
        _approvals,
        "The wishes of operators that need a second operator, of members and points, newest first:"
        " as far as the caller may read them. For operators.",
        rule=Rule.OPERATORS,
        size="first",
        cost=2 * CALL_COST,
    )


@strawberry.input(description="A decision on an approval.")
class DecideInput:
    """For operators, but for the one that asked."""

    request_id: strawberry.ID = request_id()
    approval_id: strawberry.ID = required("The approval.")
    note: str | None = optional("A note on the decision, up to 200 characters.")


@strawberry.type(description="The approval after the decision, or the reasons for its refusal.")
class DecidePayload:
    """Source: Outcome of an Approval."""

    approval: Approval | None = read(
        lambda outcome: outcome.result, "The approval; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _approve(context: RequestContext, input: Annotated[DecideInput, INPUT]) -> Outcome:

    def request() -> pb.ApproveRequest:
        return pb.ApproveRequest(
            request_id=input.request_id, approval_id=input.approval_id, note=input.note or ""
        )

    return await perform(
        context, "approve", _deciding(context, input.approval_id).Approve, request, "approval"
    )


async def _reject(context: RequestContext, input: Annotated[DecideInput, INPUT]) -> Outcome:

    def request() -> pb.RejectRequest:
        return pb.RejectRequest(
            request_id=input.request_id, approval_id=input.approval_id, note=input.note or ""
        )

    return await perform(
        context, "reject", _deciding(context, input.approval_id).Reject, request, "approval"
    )


@strawberry.type
class ApprovalMutations:
    """The fields of Mutation."""

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

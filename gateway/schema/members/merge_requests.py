"""Requests to merge: a member whose number another membership holds asks, and operators decide."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from gateway.core.ids import plain_id, to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    itself,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, read
from gateway.schema.core.inputs import INPUT, MemberId, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from gateway.schema.members.phones import CODE_COST, PHONE_CHARS_MAX
from gateway.upstream.batching import Need
from services.common.text import checked
from tessera.members.v1 import merge_requests_pb2 as pb

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

_KIND = "mergeRequest"
_REASON = "The reason, 4 to 500 characters. The member reads it, so no personal data."


@strawberry.enum(description="The state of a request to merge.")
class MergeRequestState(Enum):
    """As tessera.members.v1.MergeRequestState."""

    WAITING = enum_value(pb.MERGE_REQUEST_STATE_WAITING, "Waits for an operator.")
    ACCEPTED = enum_value(pb.MERGE_REQUEST_STATE_ACCEPTED, "Accepted: the two are merged.")
    REFUSED = enum_value(pb.MERGE_REQUEST_STATE_REFUSED, "An operator refused it.")
    EXPIRED = enum_value(pb.MERGE_REQUEST_STATE_EXPIRED, "Nobody decided within 30 days.")


State = Annotated[
    MergeRequestState | None,
    strawberry.argument(description="Only those in this state; all when left out."),
]


@strawberry.type(
    description="A member's request to be merged with the membership that holds their number."
)
class MergeRequest:
    """Source: tessera.members.v1.MergeRequest."""

    id: strawberry.ID = column("The id of the request.")
    state: MergeRequestState = column("The state now.")
    asked_at: DateTime = read(lambda one: moment(one.ask_time), "The time at which it was asked.")
    expires_at: DateTime = read(
        lambda one: moment(one.expire_time), "The time until which it may be decided on."
    )
    ended_at: DateTime | None = read(
        lambda one: instant(one, "end_time"), "The time at which it ended; null while it waits."
    )
    reason: str | None = read(
        lambda one: one.reason or None, "The operator's reason; null until they decided."
    )
    member_id: strawberry.ID = read(
        lambda one: to_global("Member", one.member_id), "The global id of the member who asked."
    )
    other_member_id: strawberry.ID | None = read(
        lambda one: to_global("Member", one.other_member_id) if one.other_member_id else None,
        "The global id of the member who holds the number; null for members.",
    )
    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member who asked; of one who was merged, the survivor.",
        loader="members",
        key=lambda one: one.member_id,
        need=lambda args, inner: Need(),
    )
    other_member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = (
        join(
            itself,
            "The member who holds the number; null for members.",
            loader="members",
            key=lambda one: one.other_member_id,
            need=lambda args, inner: Need(),
        )
    )
    ended_by: str | None = read(
        lambda one: one.ended_by or None, "The operator who decided; null until then."
    )
    merge_id: strawberry.ID | None = read(
        lambda one: one.merge_id or None, "The merge, where it was accepted; null for members."
    )


@strawberry.type(description="A request to merge, with its place in the list.")
class MergeRequestEdge:
    """Source: a pair of cursor and request."""

    cursor: str = edge_cursor(first_of)
    node: MergeRequest = edge_node(second_of)


@strawberry.type(description="A page of requests to merge, the newest first.")
class MergeRequestConnection:
    """Source: Page."""

    edges: list[MergeRequestEdge] = edges()
    page_info: PageInfo = page_info()


async def _last(context: RequestContext, member_id: MemberId = None) -> Any:
    request = pb.GetMergeRequestRequest(member_id=context.member_id(member_id))
    method = context.services.merge_requests.GetMergeRequest
    told = await context.services.read(method, request, context.caller)
    return told.merge_request if told.HasField("merge_request") else None


async def _requests(
    context: RequestContext, request_state: State = None, first: First = 20, after: After = None
) -> Page:
    request = pb.ListMergeRequestsRequest()
    if request_state is not None:
        request.state = request_state.value
    method = context.services.merge_requests.ListMergeRequests
    return await page_of(context, _KIND, method, request, "merge_requests", first, after)


@strawberry.type
class MergeRequestQueries:
    """The fields of Query."""

    merge_request: MergeRequest | None = call(
        _last,
        "The last request to merge that a member made; null when they never did. Operators need"
        " the scope `merging:read`.",
        rule=Rule.SIGNED_IN,
    )
    merge_requests: MergeRequestConnection | None = call(
        _requests,
        "The requests to merge of the brand. Needs the scope `merging:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A number that another membership holds, and its code.")
class RequestMergeInput:
    """For members."""

    request_id: strawberry.ID = request_id()
    phone: str = required("The number, as in `sendPhoneCode`.")
    code: str = required("The six digits of the SMS.")


@strawberry.input(description="A request to merge that an operator accepts.")
class AcceptMergeRequestInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    merge_request_id: strawberry.ID = required("The request to merge.")
    survivor_id: strawberry.ID | None = optional(
        "The one of the two who stays, by global id or bare id; the earlier one when left out."
    )
    reason: str = required(_REASON)


@strawberry.input(description="A request to merge that an operator refuses.")
class RefuseMergeRequestInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    merge_request_id: strawberry.ID = required("The request to merge.")
    reason: str = required(_REASON)


@strawberry.type(description="The request to merge, or the reasons for the refusal.")
class MergeRequestPayload:
    """Source: Outcome of a MergeRequest."""

    merge_request: MergeRequest | None = read(
        lambda outcome: outcome.result, "The request; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _ask(context: RequestContext, input: Annotated[RequestMergeInput, INPUT]) -> Outcome:
    await context.charge(CODE_COST)

    def request() -> pb.RequestMergeRequest:
        return pb.RequestMergeRequest(
            request_id=input.request_id,
            member_id=context.member_id(None),
            phone=checked("phone", input.phone, PHONE_CHARS_MAX, least=1),
            code=checked("code", input.code, PHONE_CHARS_MAX, least=1),
        )

    method = context.services.merge_requests.RequestMerge
    return await perform(context, "requestMerge", method, request, "merge_request")


async def _accept(
    context: RequestContext, input: Annotated[AcceptMergeRequestInput, INPUT]
) -> Outcome:
    def request() -> pb.AcceptMergeRequestRequest:
        survivor = input.survivor_id
        return pb.AcceptMergeRequestRequest(
            request_id=input.request_id,
            merge_request_id=input.merge_request_id,
            survivor_id="" if survivor is None else plain_id("Member", survivor, "survivorId"),
            reason=input.reason,
        )

    method = context.services.merge_requests.AcceptMergeRequest
    return await perform(context, "acceptMergeRequest", method, request, "merge_request")


async def _refuse(
    context: RequestContext, input: Annotated[RefuseMergeRequestInput, INPUT]
) -> Outcome:
    def request() -> pb.RefuseMergeRequestRequest:
        return pb.RefuseMergeRequestRequest(
            request_id=input.request_id,
            merge_request_id=input.merge_request_id,
            reason=input.reason,
        )

    method = context.services.merge_requests.RefuseMergeRequest
    return await perform(context, "refuseMergeRequest", method, request, "merge_request")


@strawberry.type
class MergeRequestMutations:
    """The fields of Mutation."""

    request_merge: MergeRequestPayload | None = mutation(
        "requestMerge",
        _ask,
        "Asks the brand to merge the member with the membership that holds a number. When"
        " `bindPhone` refused PHONE_OF_ANOTHER_MEMBER, the same code is still good for this. An"
        " operator decides; nothing is told of the other membership.",
        rule=Rule.MEMBERS,
    )
    accept_merge_request: MergeRequestPayload | None = mutation(
        "acceptMergeRequest",
        _accept,
        "Accepts a request: the two are merged, as by `mergeMembers`, and `undoMerge` undoes it."
        " Needs the scope `merging:write`.",
        rule=Rule.OPERATORS,
    )
    refuse_merge_request: MergeRequestPayload | None = mutation(
        "refuseMergeRequest",
        _refuse,
        "Refuses a request to merge, for a reason that the member reads. Needs the scope"
        " `merging:write`.",
        rule=Rule.OPERATORS,
    )

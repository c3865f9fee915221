"""The erasure of a member: asked for, cancelled, and looked at."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.approvals import Approval
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, member_id, optional, request_id
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import privacy_pb2 as pb

_REASON = (
    "The reason; operators write 4 to 500 characters. It is kept for ever, so no personal data."
)


@strawberry.enum(description="The state of an erasure.")
class ErasureState(Enum):
    """As tessera.members.v1.ErasureState."""

    WAITING = enum_value(pb.ERASURE_STATE_WAITING, "Takes effect when its waiting time is over.")
    CANCELLED = enum_value(pb.ERASURE_STATE_CANCELLED, "Was cancelled; nothing happened.")
    DONE = enum_value(pb.ERASURE_STATE_DONE, "The member is erased.")


@strawberry.type(
    description="The erasure of a member: nothing is kept of the person but a random id."
)
class Erasure:
    """Source: tessera.members.v1.Erasure."""

    member_id: strawberry.ID = read(
        lambda erasure: to_global("Member", erasure.member_id), "The global id of the member."
    )
    state: ErasureState = column("The state.")
    by_member: bool = column("True when the member asked for it, false when operators did.")
    asked_at: DateTime = read(
        lambda erasure: moment(erasure.ask_time), "The time at which it was asked for."
    )
    due_at: DateTime = read(
        lambda erasure: moment(erasure.due_time), "The time at which it takes effect."
    )
    ended_at: DateTime | None = read(
        lambda erasure: instant(erasure, "end_time"),
        "The time at which it was done or cancelled; null while it waits.",
    )


async def _erasure(context: RequestContext, member_id: MemberId = None) -> Any:
    request = pb.GetErasureRequest(member_id=context.member_id(member_id))
    told = await context.services.read(context.services.privacy.GetErasure, request, context.caller)
    return told.erasure if told.HasField("erasure") else None


@strawberry.enum(description="A kind of personal data that is kept for a time.")
class DataKind(Enum):
    """As tessera.members.v1.DataKind."""

    LOGINS = enum_value(pb.DATA_KIND_LOGINS, "Logins: when and where they began.")
    ACTIVITY_DETAILS = enum_value(
        pb.DATA_KIND_ACTIVITY_DETAILS,
        "Details of activities: articles, labels, words of a search. That they took place stays.",
    )
    GROUP_MESSAGES = enum_value(
        pb.DATA_KIND_GROUP_MESSAGES, "That the member wrote in a group, without the words."
    )
    INBOX = enum_value(pb.DATA_KIND_INBOX, "Messages in the inbox.")
    MESSAGE_DETAILS = enum_value(
        pb.DATA_KIND_MESSAGE_DETAILS,
        "The text of messages to the member, and the values that their decisions saw.",
    )


@strawberry.type(description="How long a kind of personal data is kept.")
class RetentionTime:
    """Source: tessera.members.v1.RetentionTime."""

    kind: DataKind = column("The kind.")
    days: int | None = read(
        lambda time: time.days or None,
        "The days, by the time at which the brand got it; null for as long as the membership"
        " lasts.",
    )


async def _times(context: RequestContext) -> Any:
    request = pb.GetRetentionRequest()
    method = context.services.privacy.GetRetention
    return (await context.services.read(method, request, context.caller)).times


@strawberry.type
class ErasureQueries:
    """The fields of Query."""

    retention_times: list[RetentionTime] | None = call(
        _times,
        "How long each kind of personal data is kept, by the programme in force. Entries of points"
        " and the audit log are kept for ever. Operators need the scope `privacy:read`.",
        rule=Rule.SIGNED_IN,
    )

    erasure: Erasure | None = call(
        _erasure,
        "The last erasure of a member that was asked for, also after it is done; null when none"
        " ever was. Operators need the scope `privacy:read`.",
        rule=Rule.SIGNED_IN,
    )


@strawberry.input(description="A member who is to be erased.")
class RequestErasureInput:
    """Members ask for themselves; operators name the member and write a reason."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID | None = member_id()
    reason: str | None = optional(_REASON)


@strawberry.type(
    description="The erasure that waits for its time, the approval that it waits for, or the"
    " reasons for the refusal."
)
class RequestErasurePayload:
    """Source: Outcome of a RequestErasureResponse."""

    erasure: Erasure | None = read(
        lambda outcome: _part(outcome, "erasure"),
        "The member's own erasure, as it waits; null for an operator's wish, and when refused.",
    )
    approval: Approval | None = read(
        lambda outcome: _part(outcome, "approval"),
        "The approval that an operator's wish waits for; null for a member's own, and when"
        " refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.input(description="An erasure that is to be cancelled.")
class CancelErasureInput:
    """Members cancel their own; operators name the member and write a reason."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID | None = member_id()
    reason: str | None = optional(_REASON)


@strawberry.type(description="The erasure after it, or the reasons for the refusal.")
class CancelErasurePayload:
    """Source: Outcome of an Erasure."""

    erasure: Erasure | None = read(
        lambda outcome: outcome.result, "The erasure, cancelled; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


def _part(outcome: Outcome, name: str) -> Any:
    response = outcome.result
    return getattr(response, name) if response is not None and response.HasField(name) else None


async def _request(
    context: RequestContext, input: Annotated[RequestErasureInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> pb.RequestErasureRequest:
        return pb.RequestErasureRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            reason=input.reason or "",
        )

    method = services.privacy.RequestErasure
    return await perform(context, "requestErasure", method, request, None)


async def _cancel(context: RequestContext, input: Annotated[CancelErasureInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.CancelErasureRequest:
        return pb.CancelErasureRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            reason=input.reason or "",
        )

    method = services.privacy.CancelErasure
    return await perform(context, "cancelErasure", method, request, "erasure")


@strawberry.type
class ErasureMutations:
    """The fields of Mutation."""

    request_erasure: RequestErasurePayload | None = mutation(
        "requestErasure",
        _request,
        "Asks for the erasure of a member. A member's own takes effect after the brand's waiting"
        " time, and can be cancelled until then. An operator's, with the scope `privacy:write`,"
        " waits for a second operator. Nobody can take an erasure back.",
        rule=Rule.SIGNED_IN,
    )
    cancel_erasure: CancelErasurePayload | None = mutation(
        "cancelErasure",
        _cancel,
        "Cancels the erasure that a member asked for, while it waits. Operators need the scope"
        " `privacy:write`.",
        rule=Rule.SIGNED_IN,
    )

"""Logins: the sessions of a member, and the end of all of them."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, read
from gateway.schema.core.inputs import INPUT, MemberId, member_id, optional, request_id
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, moment
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import sessions_pb2 as pb

_MOST = 20


@strawberry.type(description="A session of a member that goes on.")
class Login:
    """Source: tessera.members.v1.Login."""

    began_at: DateTime = read(
        lambda login: moment(login.begin_time), "The time at which the member logged in."
    )
    last_at: DateTime = read(
        lambda login: moment(login.last_time), "The time at which it was gone on with last."
    )
    ends_at: DateTime = read(
        lambda login: moment(login.end_time), "The time at which it ends unless it is gone on with."
    )


async def _logins(context: RequestContext, member_id: MemberId = None) -> Sequence[pb.Login]:
    request = pb.ListLoginsRequest(member_id=context.member_id(member_id))
    method = context.services.logins.ListLogins
    return list((await context.services.read(method, request, context.caller)).logins)


@strawberry.type
class LoginQueries:
    """The field of Query."""

    logins: list[Login] | None = call(
        _logins,
        "The sessions of a member that go on, the newest first; at most 20. Operators name the"
        " member and need the scope `members:read`.",
        rule=Rule.SIGNED_IN,
        size=_MOST,
    )


@strawberry.input(description="A member whose sessions are all to end.")
class EndAllLoginsInput:
    """Members end their own; operators name the member and write a reason."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID | None = member_id()
    reason: str | None = optional(
        "The reason; operators write 4 to 500 characters. It is kept, so no personal data."
    )


@strawberry.type(description="The reasons for the refusal; none when all sessions have ended.")
class EndAllLoginsPayload:
    """Source: Outcome of an EndAllLoginsResponse."""

    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _end(context: RequestContext, input: Annotated[EndAllLoginsInput, INPUT]) -> Outcome:
    def request() -> pb.EndAllLoginsRequest:
        return pb.EndAllLoginsRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            reason=input.reason or "",
        )

    return await perform(
        context, "endAllLogins", context.services.logins.EndAllLogins, request, None
    )


@strawberry.type
class LoginMutations:
    """The field of Mutation."""

    end_all_logins: EndAllLoginsPayload | None = mutation(
        "endAllLogins",
        _end,
        "Ends all sessions of a member, on every device: none can be gone on with. Tokens of before"
        " stay good for the minutes that they have left. Operators need the scope `members:write`.",
        rule=Rule.SIGNED_IN,
    )

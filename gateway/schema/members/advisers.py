"""The adviser of a member (管家), and those whom the programme names."""

from collections.abc import Sequence
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, LocalizedText, instant, moment, text
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.loaders import member_need
from tessera.members.v1 import advisers_pb2 as pb
from tessera.members.v1 import members_pb2

_MOST = 200
_PAST = 10


def _name(adviser: Any, context: RequestContext, lang: Lang = None) -> str | None:
    return text(adviser.name, context, lang) if adviser.HasField("name") else None


@strawberry.type(description="An adviser whom a member had.")
class PastAdviser:
    """Source: tessera.members.v1.PastAdviser."""

    person: str = column("The subject of the adviser's token.")
    name: str | None = read(_name, "The name; null where the programme has the person no more.")
    since: DateTime = read(
        lambda past: moment(past.since_time), "The time from which the member had this adviser."
    )
    until: DateTime = read(
        lambda past: moment(past.until_time), "The time until which the member had this adviser."
    )
    reason: str = column("The reason with which the adviser was given.")
    set_by: str = column("The subject of the operator who gave the adviser.")


@strawberry.type(description="The person of the brand who looks after a member.")
class MemberAdviser:
    """Source: tessera.members.v1.MemberAdviser."""

    name: str | None = read(
        _name, "The name that members see; null where the member has no adviser now."
    )
    since: DateTime | None = read(
        lambda adviser: instant(adviser, "since_time"),
        "The time from which the member has this adviser, or none.",
    )
    person: str | None = read(
        lambda adviser: adviser.person or None,
        "The subject of the adviser's token; null for members, and without an adviser.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    reason: str | None = read(
        lambda adviser: adviser.reason or None,
        "The reason of the last change, for operators.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    set_by: str | None = read(
        lambda adviser: adviser.set_by or None,
        "The subject of the operator who made the last change, for operators.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    past: list[PastAdviser] | None = read(
        lambda adviser: adviser.past,
        "The advisers of before, the latest first, at most 50; for operators.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
        size=_PAST,
    )


@strawberry.type(description="An adviser whom the programme names.")
class Adviser:
    """Source: tessera.members.v1.Adviser."""

    person: str = column("The subject of the person's token.")
    name: str | None = read(_name, "The name that members see.")
    names: LocalizedText = read(lambda adviser: adviser.name, "The name in both languages.")
    members: int = column("How many members have this adviser.")


def adviser_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the adviser."""
    return member_need(adviser=True)


def pick_adviser(member: members_pb2.Member) -> Any:
    """The adviser of a member; None where there is none."""
    return member.adviser if member.HasField("adviser") else None


async def _advisers(context: RequestContext) -> Sequence[pb.Adviser]:
    services = context.services
    request = pb.ListAdvisersRequest()
    answer = await services.read(services.advisers.ListAdvisers, request, context.caller)
    return list(answer.advisers)


@strawberry.type
class AdviserQueries:
    """The field of Query."""

    advisers: list[Adviser] | None = call(
        _advisers,
        "The advisers of the programme in force, in its order, at most 200. For operators with the"
        " scope `members:read`.",
        rule=Rule.OPERATORS,
        size=_MOST,
    )


@strawberry.input(description="An adviser for a member, or none.")
class SetAdviserInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    person: str | None = optional(
        "The subject of the adviser's token, as `advisers` has it; no adviser when left out."
    )
    reason: str = required("The reason, 4 to 500 characters. It is kept, so no personal data.")


@strawberry.type(description="The adviser after it, or the reasons why it was refused.")
class SetAdviserPayload:
    """Source: Outcome of a MemberAdviser."""

    adviser: MemberAdviser | None = read(
        lambda outcome: outcome.result, "The adviser of the member; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _set(context: RequestContext, input: Annotated[SetAdviserInput, INPUT]) -> Outcome:
    def request() -> pb.SetAdviserRequest:
        return pb.SetAdviserRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            person=input.person or "",
            reason=input.reason,
        )

    method = context.services.advisers.SetAdviser
    return await perform(context, "setAdviser", method, request, "adviser")


@strawberry.type
class AdviserMutations:
    """The field of Mutation."""

    set_adviser: SetAdviserPayload | None = mutation(
        "setAdviser",
        _set,
        "Gives a member an adviser, another one, or none. Feedback of the member goes to the"
        " adviser first. Operators need the scope `members:write`.",
        rule=Rule.OPERATORS,
    )

"""Operators enrol a person who stands before them, or is on the phone."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, join, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.members.identities import IdentityInput
from gateway.upstream.batching import Need
from tessera.members.v1 import members_pb2 as pb

if TYPE_CHECKING:
    from gateway.schema.members.members import Member

CHANNEL = "console"


@strawberry.input(description="A person who becomes a member.")
class EnrolMemberInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    identities: list[IdentityInput] = required(
        "1 to 8 identities of the person. One that is enrolled already answers its member."
    )
    name: str = optional("The name, as in `updateProfile`; kept only for a new member.", "")
    channel: str = optional(
        f"The channel that enrols the person, 1 to 32 characters; `{CHANNEL}` when left out.",
        CHANNEL,
    )
    invite_code: str = optional(
        "The invite code of who invited the person. The enrolment stands whether or not it counts.",
        "",
    )


@strawberry.type(description="The member, new or found, or the reasons for the refusal.")
class EnrolMemberPayload:
    """Source: Outcome of an EnrolMemberResponse."""

    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member; null when refused.",
        loader="members",
        key=lambda outcome: outcome.result.member.id if outcome.result else "",
        need=lambda args, inner: Need(),
    )
    created: bool = read(
        lambda outcome: bool(outcome.result and outcome.result.created),
        "True when the member is new, false when an identity was enrolled already, and when"
        " refused.",
    )
    invite_refusal: str | None = read(
        lambda outcome: (outcome.result and outcome.result.invite_refusal) or None,
        "The code for which the invite does not count, as `acceptInvite` would refuse it; null"
        " when it counts, or none was given.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _enrol(context: RequestContext, input: Annotated[EnrolMemberInput, INPUT]) -> Outcome:
    def request() -> pb.EnrolMemberRequest:
        return pb.EnrolMemberRequest(
            request_id=input.request_id,
            identities=[
                pb.Identity(kind=each.kind.value, value=each.value) for each in input.identities
            ],
            profile=pb.Profile(name=input.name),
            channel=input.channel,
            invite_code=input.invite_code,
        )

    method = context.services.members.EnrolMember
    return await perform(context, "enrolMember", method, request, None)


@strawberry.type
class EnrolmentMutations:
    """The field of Mutation."""

    enrol_member: EnrolMemberPayload | None = mutation(
        "enrolMember",
        _enrol,
        "Enrols a person, or answers the member whom an identity belongs to. Consents are given by"
        " `giveConsent`. For operators with the scope `members:write`.",
        rule=Rule.OPERATORS,
    )

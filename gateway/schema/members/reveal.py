"""Personal data of a member in clear, for a stated reason."""

from typing import Annotated

import strawberry

from gateway.core.ids import plain_id, to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, read
from gateway.schema.core.inputs import INPUT, required
from gateway.schema.core.payloads import Outcome, performed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.user_errors import UserError
from gateway.schema.members.identities import HeldIdentity
from gateway.schema.members.profile import Address, Birthday, Gender, birthday_of
from tessera.members.v1 import members_pb2


@strawberry.type(description="The personal data of a member, in clear.")
class RevealedMember:
    """Source: tessera.members.v1.RevealMemberResponse."""

    id: strawberry.ID = read(
        lambda told: to_global("Member", told.member.id), "The global id of the member."
    )
    name: str = read(lambda told: told.profile.name, "The name; empty when it is not known.")
    phone: str | None = read(
        lambda told: told.member.phone or None, "The phone number in E.164; null without one."
    )
    identities: list[HeldIdentity] = read(
        lambda told: list(told.member.identities), "All identities.", size=3
    )
    birthday: Birthday | None = read(
        lambda told: birthday_of(told.profile.birthday), "The birthday; null when it is not known."
    )
    gender: Gender | None = read(
        lambda told: told.profile.gender or None, "The gender; null when it is not known."
    )
    address: Address | None = read(
        lambda told: told.profile.address if told.profile.HasField("address") else None,
        "The address; null when it is not known.",
    )


@strawberry.input(description="A member whose personal data an operator has to see.")
class RevealMemberInput:
    """For operators that may see personal data."""

    member_id: strawberry.ID = required("The member, by global id or bare id.")
    reason: str = required("The reason for looking, 4 to 500 characters. The audit log keeps it.")


@strawberry.type(description="The personal data, or the reasons for the refusal.")
class RevealMemberPayload:
    """Source: Outcome of a RevealMemberResponse."""

    member: RevealedMember | None = read(
        lambda outcome: outcome.result, "The member in clear; null when refused."
    )
    user_errors: list[UserError] = user_errors()


async def _reveal(context: RequestContext, input: Annotated[RevealMemberInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> members_pb2.RevealMemberRequest:
        member_id = plain_id("Member", input.member_id, "member_id")
        return members_pb2.RevealMemberRequest(member_id=member_id, reason=input.reason)

    return await performed(context, "revealMember", services.members.RevealMember, request)


@strawberry.type
class RevealMutations:
    """The field of Mutation."""

    reveal_member: RevealMemberPayload | None = mutation(
        "revealMember",
        _reveal,
        "Shows personal data in clear, for a reason that the audit log keeps. It changes nothing,"
        " and each call is an entry of that log. For operators with the scope `pii:read`.",
        rule=Rule.OPERATORS,
    )

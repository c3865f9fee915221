"""The identities of a member, and their change by operators."""

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.connections import itself
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, column, join, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, enum_value, instant
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from tessera.members.v1 import members_pb2

if TYPE_CHECKING:
    from gateway.schema.members.members import Member


@strawberry.enum(description="The kind of an identity: the system that gave it to the member.")
class IdentityKind(Enum):
    """As tessera.members.v1.IdentityKind."""

    PHONE = enum_value(
        members_pb2.IDENTITY_KIND_PHONE, "A phone number in E.164, such as +8613800000000."
    )
    WECHAT_OPENID = enum_value(
        members_pb2.IDENTITY_KIND_WECHAT_OPENID, "The openid of one of the WeChat apps."
    )
    WECHAT_UNIONID = enum_value(
        members_pb2.IDENTITY_KIND_WECHAT_UNIONID, "The unionid over all WeChat apps of the brand."
    )
    APP_ID = enum_value(members_pb2.IDENTITY_KIND_APP_ID, "The user id in the app of the brand.")
    POS_CARD = enum_value(
        members_pb2.IDENTITY_KIND_POS_CARD, "The number of a card or customer at the tills."
    )
    EMAIL = enum_value(members_pb2.IDENTITY_KIND_EMAIL, "An e-mail address.")
    IN_CAR = enum_value(members_pb2.IDENTITY_KIND_IN_CAR, "The id of an in-car terminal.")
    WECOM_EXTERNAL_ID = enum_value(
        members_pb2.IDENTITY_KIND_WECOM_EXTERNAL_ID, "The id of the customer in WeCom."
    )


@strawberry.type(name="Identity", description="An identity that a member has or had.")
class HeldIdentity:
    """Source: tessera.members.v1.Identity."""

    kind: IdentityKind = column("The kind of it.")
    value: str = column("The value, such as a phone number; masked unless the caller may see it.")
    since: DateTime | None = read(
        lambda identity: instant(identity, "since_time"),
        "The time from which the member has it; null when it is not known.",
    )
    until: DateTime | None = read(
        lambda identity: instant(identity, "until_time"),
        "The time until which the member had it; null while it is held.",
    )


@strawberry.input(description="An identity in full.")
class IdentityInput:
    """A kind and its value."""

    kind: IdentityKind = required("The kind of the identity.")
    value: str = required("The value, 1 to 128 characters; a phone number in international form.")


@strawberry.input(
    description="A change of identities: one to link, one to unlink, or both, as for a new number."
)
class ChangeIdentitiesInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    link: IdentityInput | None = optional("The identity that the member gets.")
    unlink: IdentityInput | None = optional(
        "The identity that is taken away; another member may have it from then on."
    )
    etag: str | None = optional("`Profile.etag` as it was read; no check of it when left out.")


@strawberry.type(
    description="The answer to `changeIdentities`: the member, or the reasons for the refusal."
)
class ChangeIdentitiesPayload:
    """Source: Outcome of a Member."""

    member: Annotated["Member", strawberry.lazy("gateway.schema.members.members")] | None = join(
        itself,
        "The member after the change; null when refused.",
        loader="members",
        key=lambda outcome: outcome.result.id if outcome.result else "",
        need=lambda args, inner: Need(),
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


def _message(sent: IdentityInput | None) -> members_pb2.Identity | None:
    return None if sent is None else members_pb2.Identity(kind=sent.kind.value, value=sent.value)


async def _change(
    context: RequestContext, input: Annotated[ChangeIdentitiesInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> members_pb2.ChangeIdentitiesRequest:
        return members_pb2.ChangeIdentitiesRequest(
            request_id=input.request_id,
            member_id=plain_id("Member", input.member_id, "member_id"),
            link=_message(input.link),
            unlink=_message(input.unlink),
            etag=input.etag or "",
        )

    method = services.members.ChangeIdentities
    return await perform(context, "changeIdentities", method, request, "member")


@strawberry.type
class IdentityMutations:
    """The field of Mutation."""

    change_identities: ChangeIdentitiesPayload | None = mutation(
        "changeIdentities",
        _change,
        "Links an identity to a member, takes one away, or both. For operators, who have made sure"
        " that it is the member's.",
        rule=Rule.OPERATORS,
    )

"""The consents of a member by purpose and contact channel; giving and withdrawing it."""

from enum import Enum
from typing import Annotated, Any

import strawberry

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
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, member_id, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Lang, enum_value, instant, moment, text
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.clients import CHANNEL
from gateway.upstream.loaders import member_need
from tessera.members.v1 import consents_pb2 as pb
from tessera.members.v1 import members_pb2

_KIND = "consent"
STAFF_CHANNEL = "operators"
"""The channel of what operators record for a member."""


@strawberry.enum(description="A use that the brand makes of a member's data.")
class ConsentPurpose(Enum):
    """As tessera.members.v1.ConsentPurpose."""

    SERVICE = enum_value(
        pb.CONSENT_PURPOSE_SERVICE,
        "The needs of the membership itself: receipts, answers to feedback.",
    )
    MARKETING = enum_value(pb.CONSENT_PURPOSE_MARKETING, "Offers and advertising.")
    SURVEY = enum_value(pb.CONSENT_PURPOSE_SURVEY, "Questions to the member.")
    PROFILING = enum_value(
        pb.CONSENT_PURPOSE_PROFILING, "Decisions by the member's own characteristics."
    )
    SHARING = enum_value(pb.CONSENT_PURPOSE_SHARING, "Passing the member's data to others.")


@strawberry.enum(description="A way by which the brand reaches a member.")
class ContactChannel(Enum):
    """As tessera.members.v1.ContactChannel."""

    ALL = enum_value(pb.CONTACT_CHANNEL_ALL, "Every contact channel.")
    SMS = enum_value(pb.CONTACT_CHANNEL_SMS, "Text messages.")
    WECHAT = enum_value(pb.CONTACT_CHANNEL_WECHAT, "WeChat.")
    WECOM = enum_value(pb.CONTACT_CHANNEL_WECOM, "WeCom.")
    APP_PUSH = enum_value(pb.CONTACT_CHANNEL_APP_PUSH, "Push messages of the brand's app.")
    EMAIL = enum_value(pb.CONTACT_CHANNEL_EMAIL, "E-mail.")
    IN_APP = enum_value(pb.CONTACT_CHANNEL_IN_APP, "The inbox in the brand's app.")
    IN_CAR = enum_value(pb.CONTACT_CHANNEL_IN_CAR, "The in-car terminal.")
    PHONE = enum_value(pb.CONTACT_CHANNEL_PHONE, "Telephone calls.")
    WEBHOOK = enum_value(pb.CONTACT_CHANNEL_WEBHOOK, "A program of a partner.")


def _text(source: pb.ConsentText, context: RequestContext, lang: Lang = None) -> str:
    return text(source.text, context, lang)


@strawberry.type(description="A text that members are asked to agree to.")
class ConsentText:
    """Source: tessera.members.v1.ConsentText."""

    version: str = column("The version, as the programme names it.")
    text: str = read(
        _text, "The text in the language of `lang`, or in the other one where that has none."
    )
    url: str | None = read(
        lambda source: source.url or None,
        "The address of the whole text; null where there is none.",
    )


def _part(name: str) -> Any:
    def part(source: Any) -> Any:
        return getattr(source, name) if source.HasField(name) else None

    return part


@strawberry.type(
    description="A member's consent for a purpose and a contact channel, as it is now. Each purpose"
    " has one of ALL; another channel has its own where the member said something of it later."
)
class Consent:
    """Source: tessera.members.v1.Consent."""

    purpose: ConsentPurpose = column("The purpose.")
    channel: ContactChannel = column("The contact channel.")
    granted: bool = column("True when the brand may.")
    version: str | None = read(
        lambda consent: consent.version or None,
        "The version of the text that the member agreed to; null when they were never asked, and"
        " after a withdrawal.",
    )
    at: DateTime | None = read(
        lambda consent: instant(consent, "occur_time"),
        "The time at which the member said so; null when they never said anything.",
    )
    text: ConsentText | None = read(
        _part("text"), "The text of `version`; null when the programme has it no more."
    )
    asked: ConsentText | None = read(
        _part("asked"),
        "The text that is asked now, whose version `giveConsent` takes; null when the brand asks"
        " for none.",
    )


@strawberry.type(
    description="A member's declaration, made once, of a purpose and a contact channel."
)
class ConsentDeclaration:
    """Source: tessera.members.v1.ConsentDeclaration."""

    id: strawberry.ID = column("The id of the declaration.")
    purpose: ConsentPurpose = column("The purpose.")
    channel: ContactChannel = column("The contact channel.")
    granted: bool = column("True when it was given, false when it was withdrawn.")
    version: str | None = read(
        lambda declaration: declaration.version or None,
        "The version of the text that was agreed to; null for a withdrawal.",
    )
    text: ConsentText | None = read(
        _part("text"), "The text of `version`; null when the programme has it no more."
    )
    given_by: str = column("The channel by which the member said so, such as mini_program.")
    at: DateTime = read(
        lambda declaration: moment(declaration.occur_time), "The time at which the member said so."
    )
    recorded_at: DateTime = read(
        lambda declaration: moment(declaration.record_time), "The time at which it was recorded."
    )
    proof: str | None = read(
        lambda declaration: declaration.proof or None,
        "The proof of it, such as the number of a form; null without any.",
    )
    recorded_by: str | None = read(
        lambda declaration: declaration.recorded_by or None,
        "The caller that recorded it, by the subject of the token; null for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    reason: str | None = read(
        lambda declaration: declaration.reason or None,
        "The reason that was written; null without one, and for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )


@strawberry.type(description="A declaration of the page, with its cursor.")
class ConsentDeclarationEdge:
    """Source: cursor and declaration."""

    cursor: str = edge_cursor(first_of)
    node: ConsentDeclaration = edge_node(second_of)


@strawberry.type(description="A page of declarations.")
class ConsentDeclarationConnection:
    """Source: Page."""

    edges: list[ConsentDeclarationEdge] = edges()
    page_info: PageInfo = page_info()


def consents_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the consents."""
    return member_need(consents=True)


def pick_consents(member: members_pb2.Member) -> Any:
    """The consents of a member."""
    return member.consents


async def _history(
    context: RequestContext, member_id: MemberId = None, first: First = 20, after: After = None
) -> Page:
    request = pb.ListConsentDeclarationsRequest(member_id=context.member_id(member_id))
    method = context.services.consents.ListConsentDeclarations
    return await page_of(context, _KIND, method, request, "declarations", first, after)


@strawberry.type
class ConsentQueries:
    """The field of Query."""

    consent_history: ConsentDeclarationConnection | None = call(
        _history,
        "All that a member ever agreed to and withdrew, the latest record first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


_REASON = (
    "The reason, up to 500 characters; operators write 4 or more. It is kept, so no personal data."
)
_CHANNELS = "The contact channels, each once; ALL when left out."


@strawberry.input(description="A consent that a member gives.")
class GiveConsentInput:
    """Members speak for themselves; operators name the member and write a reason."""

    request_id: strawberry.ID = request_id()
    purpose: ConsentPurpose = required("The purpose.")
    version: str = required("The version of the text that the member saw: `Consent.asked`.")
    channels: list[ContactChannel] | None = optional(_CHANNELS)
    member_id: strawberry.ID | None = member_id()
    reason: str | None = optional(_REASON)


@strawberry.input(description="A consent that a member withdraws.")
class WithdrawConsentInput:
    """Members speak for themselves; operators name the member and write a reason."""

    request_id: strawberry.ID = request_id()
    purpose: ConsentPurpose = required("The purpose.")
    channels: list[ContactChannel] | None = optional(_CHANNELS)
    member_id: strawberry.ID | None = member_id()
    reason: str | None = optional(_REASON)


@strawberry.type(description="The consents after it, or the reasons why it was refused.")
class ConsentPayload:
    """Source: Outcome of consents."""

    consents: list[Consent] | None = read(
        lambda outcome: outcome.result, "The member's consents; null when refused.", size=6
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


def _given_by(context: RequestContext) -> str:
    return STAFF_CHANNEL if context.by_staff else CHANNEL


async def _give(context: RequestContext, input: Annotated[GiveConsentInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.GiveConsentRequest:
        return pb.GiveConsentRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            purpose=input.purpose.value,
            channels=[channel.value for channel in input.channels or ()],
            version=input.version,
            given_by=_given_by(context),
            reason=input.reason or "",
        )

    return await perform(context, "giveConsent", services.consents.GiveConsent, request, "consents")


async def _withdraw(
    context: RequestContext, input: Annotated[WithdrawConsentInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> pb.WithdrawConsentRequest:
        return pb.WithdrawConsentRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            purpose=input.purpose.value,
            channels=[channel.value for channel in input.channels or ()],
            given_by=_given_by(context),
            reason=input.reason or "",
        )

    method = services.consents.WithdrawConsent
    return await perform(context, "withdrawConsent", method, request, "consents")


@strawberry.type
class ConsentMutations:
    """The fields of Mutation."""

    give_consent: ConsentPayload | None = mutation(
        "giveConsent",
        _give,
        "Records that a member agrees to a text of the programme.",
        rule=Rule.SIGNED_IN,
    )
    withdraw_consent: ConsentPayload | None = mutation(
        "withdrawConsent",
        _withdraw,
        "Records that a member withdraws a consent; from then on nobody is given their address for"
        " it.",
        rule=Rule.SIGNED_IN,
    )

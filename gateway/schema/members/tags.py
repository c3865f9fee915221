"""The tags of members, and those that the programme declares."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import (
    DateTime,
    Lang,
    LocalizedText,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.loaders import member_need
from tessera.members.v1 import members_pb2
from tessera.members.v1 import tags_pb2 as pb


@strawberry.enum(description="A kind of tags.")
class TagKind(Enum):
    """As tessera.members.v1.TagKind."""

    DEMOGRAPHIC = enum_value(pb.TAG_KIND_DEMOGRAPHIC, "Base: age group, profession, family.")
    GEOGRAPHIC = enum_value(pb.TAG_KIND_GEOGRAPHIC, "Base: where the member lives or shops.")
    DEVICE = enum_value(pb.TAG_KIND_DEVICE, "Base: the member's device or car.")
    BROWSE = enum_value(pb.TAG_KIND_BROWSE, "Behaviour: what the member looks at.")
    SEARCH = enum_value(
        pb.TAG_KIND_SEARCH, "Behaviour: what the member searches for and puts into the cart."
    )
    PURCHASE = enum_value(pb.TAG_KIND_PURCHASE, "Behaviour: what the member buys.")
    STYLE = enum_value(pb.TAG_KIND_STYLE, "Psychographic: the member's style.")
    PRICE = enum_value(pb.TAG_KIND_PRICE, "Psychographic: the member's attitude to prices.")
    VALUES = enum_value(pb.TAG_KIND_VALUES, "Psychographic: what the member holds dear.")


@strawberry.enum(description="A class of kinds of tags.")
class TagClass(Enum):
    """As tessera.members.v1.TagClass."""

    BASE = enum_value(pb.TAG_CLASS_BASE, "Demographic, geographic and device.")
    BEHAVIOUR = enum_value(pb.TAG_CLASS_BEHAVIOUR, "Browse, search and purchase.")
    PSYCHOGRAPHIC = enum_value(pb.TAG_CLASS_PSYCHOGRAPHIC, "Style, price and values.")


@strawberry.enum(description="How a tag is kept up to date.")
class TagRefresh(Enum):
    """As tessera.members.v1.TagRefresh."""

    REAL_TIME = enum_value(pb.TAG_REFRESH_REAL_TIME, "As soon as what it follows from changes.")
    PERIODIC = enum_value(
        pb.TAG_REFRESH_PERIODIC, "From time to time, as by a model that runs each month."
    )
    TRIGGERED = enum_value(
        pb.TAG_REFRESH_TRIGGERED, "When something happens, such as an answer in a survey."
    )


@strawberry.enum(description="A kind of source of a tag.")
class TagSource(Enum):
    """As tessera.members.v1.TagSource."""

    OPERATOR = enum_value(pb.TAG_SOURCE_OPERATOR, "An operator set it.")
    CHANNEL = enum_value(pb.TAG_SOURCE_CHANNEL, "A channel set it, such as the app.")
    SERVICE = enum_value(pb.TAG_SOURCE_SERVICE, "Another service of the suite set it.")
    RULE = enum_value(pb.TAG_SOURCE_RULE, "A rule of the programme set it.")


def _name(tag: pb.TagDefinition, context: RequestContext, lang: Lang = None) -> str:
    return text(tag.name, context, lang)


@strawberry.type(description="A tag as the programme declares it.")
class Tag:
    """Source: tessera.members.v1.TagDefinition."""

    code: str = column("The code, as conditions name it.")
    name: str = read(
        _name, "The name in the language of `lang`, or in the other one where that has none."
    )
    names: LocalizedText = read(lambda tag: tag.name, "The name in both languages.")
    kind: TagKind = column("The kind.")
    tag_class: TagClass = column("The class of the kind.")
    refresh: TagRefresh = column("How it is kept up to date.")
    days: int | None = read(
        lambda tag: tag.days or None,
        "The local days after which it lapses unless it is set again; null: never.",
    )
    when: str | None = read(
        lambda tag: tag.when or None,
        "The condition in CEL that gives and takes it, for operators; null without a rule, and for"
        " members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )


@strawberry.type(description="A fact that the rule of a tag names.")
class TagReason:
    """Source: tessera.members.v1.TagReason."""

    fact: str = column("The fact, such as stats.orders_30d.")
    value: str | None = read(
        lambda reason: reason.value or None,
        "The value as a text when the rule gave the tag; null where it was unknown or follows from"
        " sealed data.",
    )


@strawberry.type(description="A tag that a member has.")
class MemberTag:
    """Source: tessera.members.v1.MemberTag."""

    tag: Tag = column("The tag.")
    source: TagSource = column("The kind of its source.")
    set_by: str | None = read(
        lambda tag: tag.set_by or None,
        "The source, by the subject of its token; null for a rule, and for members.",
        rule=Rule.HIDDEN_FROM_MEMBERS,
    )
    set_at: DateTime = read(lambda tag: moment(tag.set_time), "The time at which it was set last.")
    confidence_percent: int = column("How sure the source was, 1 to 100.")
    expires_at: DateTime | None = read(
        lambda tag: instant(tag, "expire_time"),
        "The time from which the member has it no more; null when it does not lapse.",
    )
    reasons: list[TagReason] = column(
        "Of a tag by a rule: the facts that the rule names, as they were when it was given.", size=3
    )
    programme_version: Long | None = read(
        lambda tag: tag.programme_version or None,
        "Of a tag by a rule: the version of the programme that had the rule; null otherwise.",
    )


def tags_need(args: Args, inner: Inner) -> Need:
    """The need of a member with the tags."""
    return member_need(tags=True)


def pick_tags(member: members_pb2.Member) -> Any:
    """The tags of a member."""
    return member.tags


async def _tags(context: RequestContext) -> Sequence[pb.TagDefinition]:
    services = context.services
    answer = await services.read(services.tags.ListTags, pb.ListTagsRequest(), context.caller)
    return list(answer.tags)


@strawberry.type
class TagQueries:
    """The field of Query."""

    tags: list[Tag] | None = call(
        _tags,
        "The tags that the programme declares, in its order; at most 200.",
        rule=Rule.OPERATORS,
        size=50,
    )


@strawberry.input(description="A tag that is to be set.")
class TagToSetInput:
    """By its code."""

    code: str = required("The code of a tag that the programme declares.")
    confidence_percent: int | None = optional("How sure you are, 1 to 100; 100 when left out.")
    expires_at: DateTime | None = optional(
        "The time from which the member has it no more; as the programme declares when left out."
    )


@strawberry.input(description="Tags of a member to set and to remove; each code stands once.")
class ChangeTagsInput:
    """All of it takes effect, or nothing."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    set: list[TagToSetInput] | None = optional("The tags to set, at most 20.")
    remove: list[str] | None = optional(
        "The codes of tags to remove, at most 20. One that the member has not is passed over."
    )
    reason: str = required("The reason, 4 to 500 characters. It is kept, so no personal data.")


@strawberry.type(description="The tags after it, or the reasons why it was refused.")
class ChangeTagsPayload:
    """Source: Outcome of tags."""

    tags: list[MemberTag] | None = read(
        lambda outcome: outcome.result, "The member's tags; null when refused.", size=10
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _change(context: RequestContext, input: Annotated[ChangeTagsInput, INPUT]) -> Outcome:
    def request() -> pb.ChangeTagsRequest:
        return pb.ChangeTagsRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            set=[_to_set(each) for each in input.set or ()],
            remove=input.remove or (),
            reason=input.reason,
        )

    return await perform(context, "changeTags", context.services.tags.ChangeTags, request, "tags")


def _to_set(given: TagToSetInput) -> pb.TagToSet:
    message = pb.TagToSet(code=given.code, confidence_percent=given.confidence_percent or 0)
    if given.expires_at is not None:
        message.expire_time.FromDatetime(given.expires_at)
    return message


@strawberry.type
class TagMutations:
    """The field of Mutation."""

    change_tags: ChangeTagsPayload | None = mutation(
        "changeTags",
        _change,
        "Sets some tags of a member and removes others.",
        rule=Rule.OPERATORS,
    )

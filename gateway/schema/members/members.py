"""Who a member is: the card."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, ClassVar

import grpc
import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, call, column, join, lookup, read
from gateway.schema.core.named import Code, Named, named
from gateway.schema.core.node import Node
from gateway.schema.core.scalars import Date, DateTime, Language, Long, instant, moment, text
from gateway.schema.feedback.feedback import FeedbackConnection, feedback_need, pick_feedback
from gateway.schema.points.points import (
    EntryConnection,
    Points,
    entries_need,
    pick_entries,
    pick_points,
    points_need,
)
from services.common.errors import Refusal, reason_of
from tessera.members.v1 import members_pb2

MEMBERS_MAX = 100


def _name(tier: members_pb2.Tier, context: Context, lang: Language | None = None) -> str:
    return text(tier.name, context, lang)


@strawberry.type(description="A member's place on a ladder.")
class Tier:
    """Source: tessera.members.v1.Tier."""

    code: str = column("Its code in the brand's programme, such as gold.")
    name: str = read(_name, "Its name, in the caller's language unless told.")
    multiplier: float = read(
        lambda tier: tier.multiplier_percent / 100,
        "What earning is multiplied by: 1.3 is 30 % more.",
    )
    ladder: Named = read(lambda tier: Code(tier.ladder, tier.ladder_name), "The ladder it is on.")
    rank: int = column("Its place on the ladder, 0 for the lowest.")
    reached_at: DateTime = read(lambda tier: moment(tier.reach_time), "When it was reached.")


@strawberry.type(description="What it takes to rise and to stay, on the main ladder.")
class Forecast:
    """Source: tessera.members.v1.Forecast."""

    growth_to_next: Long | None = read(
        lambda forecast: forecast.growth_to_next if forecast.HasField("growth_to_next") else None,
        "Growth still missing to the next tier; null on the highest.",
    )
    growth_to_keep: Long = column("Growth still missing to keep this one; 0 when it is safe.")
    judged_on: Date | None = read(
        lambda forecast: forecast.judged_on or None,
        "The local day on which the tier is judged next; null where it cannot be lost.",
    )
    expected_tier: Named | None = read(
        lambda forecast: named(forecast.expected_tier, forecast.expected_tier_name),
        "The tier after that judgement, if nothing is earned until then.",
    )
    next_tier: Named | None = read(
        lambda forecast: named(forecast.next_tier, forecast.next_tier_name),
        "The next tier; null on the highest.",
    )


def _main_tier(member: members_pb2.Member) -> members_pb2.Tier | None:
    return member.tiers[0] if member.tiers else None


def _forecast(member: members_pb2.Member) -> members_pb2.Forecast | None:
    return member.forecast if member.HasField("forecast") else None


def _is_member(cls: type, source: object, info: object) -> bool:
    return isinstance(source, members_pb2.Member)


def _id(member: members_pb2.Member) -> str:
    return member.id


@strawberry.type(description="A member of the brand. Personal data is masked by role.")
class Member(Node):
    """Source: tessera.members.v1.Member."""

    id: strawberry.ID = read(lambda member: to_global("Member", member.id), "The global id.")
    name: str = column("The name.")
    phone: str | None = read(lambda member: member.phone or None, "The phone, such as 138****0000.")
    language: str | None = read(
        lambda member: member.language or None, "Preferred language, zh or en."
    )
    tier: Tier | None = read(_main_tier, "The tier on the main ladder; null without ladders.")
    tiers: list[Tier] = column("The tier on each ladder, the main one first.", size=2)
    growth: Long = column("Growth that counts now on the main ladder.")
    forecast: Forecast | None = read(
        _forecast, "What is to come on the main ladder; null without ladders."
    )
    enrolled_at: DateTime = read(lambda member: moment(member.create_time), "When enrolled.")
    last_seen_at: DateTime | None = read(
        lambda member: instant(member.facts, "last_seen_time"),
        "When last seen by any channel; null before the first time.",
    )
    points: Points | None = join(
        pick_points, "The balance of points.", loader="wallets", key=_id, need=points_need
    )
    entries: EntryConnection | None = join(
        pick_entries,
        "The changes of that balance, newest first.",
        loader="wallets",
        key=_id,
        need=entries_need,
        size="first",
    )
    feedback: FeedbackConnection | None = join(
        pick_feedback,
        "What the member told us, newest first; only in these states and of this category.",
        loader="feedback",
        key=_id,
        need=feedback_need,
        size="first",
    )

    is_type_of: ClassVar[Any] = classmethod(_is_member)


def _own_id(context: Context) -> Sequence[str]:
    return [context.member_id(None)]


def _one_id(context: Context, id: strawberry.ID) -> Sequence[str]:
    return [context.member_id(id, "id")]


def _ids(context: Context, ids: list[strawberry.ID]) -> Sequence[str]:
    if not 1 <= len(ids) <= MEMBERS_MAX:
        raise Refusal("TOO_MANY", f"1-{MEMBERS_MAX} ids", field="ids", metadata={"limit": "100"})
    return [context.member_id(each, "ids") for each in ids]


@strawberry.enum(description="What an identity is in.")
class IdentityKind(Enum):
    """As tessera.members.v1.IdentityKind."""

    PHONE = members_pb2.IDENTITY_KIND_PHONE
    WECHAT_OPENID = members_pb2.IDENTITY_KIND_WECHAT_OPENID
    WECHAT_UNIONID = members_pb2.IDENTITY_KIND_WECHAT_UNIONID
    APP_ID = members_pb2.IDENTITY_KIND_APP_ID
    POS_CARD = members_pb2.IDENTITY_KIND_POS_CARD
    EMAIL = members_pb2.IDENTITY_KIND_EMAIL
    IN_CAR = members_pb2.IDENTITY_KIND_IN_CAR


async def _by_identity(
    context: Context, kind: IdentityKind, value: str
) -> members_pb2.Member | None:
    services = context.services
    identity = members_pb2.Identity(kind=kind.value, value=value)
    request = members_pb2.FindMemberRequest(identity=identity)
    try:
        response = await services.read(services.members.FindMember, request, context.caller)
    except grpc.aio.AioRpcError as error:
        reason = reason_of(error)
        if reason is not None and reason.reason == "MEMBER_NOT_FOUND":
            return None
        raise
    return response.member


@strawberry.type
class MemberQueries:
    """Who can be asked for."""

    me: Member | None = lookup(
        _own_id, "The member who asks.", loader="members", many=False, rule=Rule.MEMBERS
    )
    member: Member | None = lookup(
        _one_id,
        "A member, by global id or bare id; null when the brand has none. Members see themselves.",
        loader="members",
        many=False,
        rule=Rule.SIGNED_IN,
    )
    members: list[Member | None] | None = lookup(
        _ids,
        "Up to 100 members in the order of the ids, null for each that does not exist.",
        loader="members",
        many=True,
        rule=Rule.SIGNED_IN,
        size="ids",
    )
    member_by_identity: Member | None = call(
        _by_identity,
        "The member who has an identity; null when the brand has none. For operators.",
        rule=Rule.OPERATORS,
    )

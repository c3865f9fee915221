"""The catalogue of rewards, and the redemptions of members."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar

import grpc
import strawberry

from gateway.core.ids import cursor, plain_id, position, to_global
from gateway.schema.core.connections import (
    PAGE_SIZE_MAX,
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
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, join, lookup, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.core.named import Named, named
from gateway.schema.core.node import Node
from gateway.schema.core.refusals import HINDRANCES
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.loaders import reward_key
from services.common.errors import Reason, catalogue, invalid, reason_of
from tessera.points.v1 import rewards_pb2

REWARD, _REDEMPTION = "reward", "redemption"
CODE_CHARS_MAX = 64

RewardCode = Annotated[
    str,
    strawberry.argument(
        description=f"The code of the reward in the programme, 1 to {CODE_CHARS_MAX} characters."
    ),
]
JudgedFor = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="The member for whom `hindrance` is judged, by global id or bare id. Members"
        " leave it out: they mean themselves. Where an operator leaves it out, it is judged for"
        " nobody."
    ),
]
RedemptionId = Annotated[
    strawberry.ID,
    strawberry.argument(description="The redemption, by global id or bare id."),
]


@strawberry.enum(description="The kind of thing that a reward is.")
class RewardKind(Enum):
    """As tessera.points.v1.RewardKind."""

    PRODUCT = enum_value(rewards_pb2.REWARD_KIND_PRODUCT, "A product.")
    SERVICE = enum_value(rewards_pb2.REWARD_KIND_SERVICE, "A service.")
    STATUS = enum_value(
        rewards_pb2.REWARD_KIND_STATUS, "A status, such as a badge or a naming right."
    )


def _reward_name(reward: rewards_pb2.Reward, context: RequestContext, lang: Lang = None) -> str:
    return text(reward.name, context, lang)


def _hindrance(reward: rewards_pb2.Reward) -> Reason | None:
    if not reward.hindrance:
        return None
    # A reason that is newer than this schema hinders all the same.
    known = reward.hindrance in HINDRANCES
    entry = catalogue()[reward.hindrance if known else "REWARD_UNAVAILABLE"]
    return Reason(entry.reason, entry.status, en=entry.en, zh=entry.zh)


def _is_reward(cls: type, source: object, info: object) -> bool:
    return isinstance(source, rewards_pb2.Reward)


@strawberry.type(description="A reward: a thing that a member can have for points.")
class Reward(Node):
    """Source: tessera.points.v1.Reward."""

    id: strawberry.ID = read(
        lambda reward: to_global("Reward", reward.code), "The global id of the reward."
    )
    code: str = column("The code of the reward in the programme; give it to `redeem`.")
    name: str = read(_reward_name, "The name, in the other language where this one has none.")
    kind: RewardKind = column("The kind of thing that the reward is.")
    price: Long = column("The price in points.")
    stock: Long | None = read(
        lambda reward: reward.stock if reward.HasField("stock") else None,
        "The pieces that are left; null when they are not limited.",
    )
    min_tier: Named | None = read(
        lambda reward: named(reward.min_tier, reward.min_tier_name),
        "The lowest tier that may redeem it; null when every tier may.",
    )
    image_url: str | None = read(
        lambda reward: reward.image_url or None, "The address of its picture; null without one."
    )
    hindrance: UserError | None = read(
        _hindrance,
        "The first reason why this member cannot redeem it now; null when the member can.",
    )

    is_type_of: ClassVar[Any] = classmethod(_is_reward)


@strawberry.type(description="A reward of the catalogue, with its place in the list.")
class RewardEdge:
    """Source: a pair of cursor and reward."""

    cursor: str = edge_cursor(first_of)
    node: Reward = edge_node(second_of)


@strawberry.type(description="A page of the catalogue, in the programme's order.")
class RewardConnection:
    """Source: Page."""

    edges: list[RewardEdge] = edges()
    page_info: PageInfo = page_info()
    total_count: int = column("The number of rewards in the whole catalogue.")


@strawberry.enum(description="The state of a redemption.")
class RedemptionState(Enum):
    """As tessera.points.v1.RedemptionState."""

    HELD = enum_value(rewards_pb2.REDEMPTION_STATE_HELD, "Points and stock are set aside.")
    CONFIRMED = enum_value(
        rewards_pb2.REDEMPTION_STATE_CONFIRMED, "The points are taken, and the voucher is issued."
    )
    CANCELLED = enum_value(
        rewards_pb2.REDEMPTION_STATE_CANCELLED, "The member or an operator released the hold."
    )
    EXPIRED = enum_value(
        rewards_pb2.REDEMPTION_STATE_EXPIRED, "The hold ended by itself before it was confirmed."
    )


@strawberry.type(description="A voucher, which a store takes for the reward.")
class Voucher:
    """Source: tessera.points.v1.Voucher."""

    code: str = column("The code to show at the store.")
    expires_at: DateTime = read(
        lambda voucher: moment(voucher.expire_time),
        "The time from which the voucher is no longer good.",
    )


def _redemption_name(
    redemption: rewards_pb2.Redemption, context: RequestContext, lang: Lang = None
) -> str:
    return text(redemption.reward_name, context, lang)


def _is_redemption(cls: type, source: object, info: object) -> bool:
    return isinstance(source, rewards_pb2.Redemption)


@strawberry.type(
    description="A reward that a member redeems: held first, then confirmed or released."
)
class Redemption(Node):
    """Source: tessera.points.v1.Redemption."""

    id: strawberry.ID = read(
        lambda redemption: to_global("Redemption", redemption.id),
        "The global id; give it to `confirmRedemption` or `cancelRedemption`.",
    )
    member_id: strawberry.ID = read(
        lambda redemption: to_global("Member", redemption.member_id),
        "The global id of the member who redeems.",
    )
    reward_code: str = column("The code of the reward.")
    reward_name: str = read(_redemption_name, "The name that the reward had when it was redeemed.")
    price: Long = column("The price in points at that time.")
    state: RedemptionState = column("The state of the redemption.")
    reward: Reward | None = join(
        itself,
        "The reward as the catalogue has it now; null when the catalogue no longer has it.",
        loader="rewards",
        key=lambda redemption: reward_key(redemption.member_id, redemption.reward_code),
        need=lambda args, inner: Need(),
    )
    hold_expires_at: DateTime = read(
        lambda redemption: moment(redemption.hold_expire_time),
        "The time at which the hold ends by itself.",
    )
    voucher: Voucher | None = read(
        lambda redemption: redemption.voucher if redemption.HasField("voucher") else None,
        "The voucher; null until the redemption is confirmed.",
    )
    created_at: DateTime = read(
        lambda redemption: moment(redemption.create_time), "The time at which the member began it."
    )

    is_type_of: ClassVar[Any] = classmethod(_is_redemption)


@strawberry.type(description="A redemption, with its place in the list.")
class RedemptionEdge:
    """Source: a pair of cursor and redemption."""

    cursor: str = edge_cursor(first_of)
    node: Redemption = edge_node(second_of)


@strawberry.type(description="A page of redemptions, newest first.")
class RedemptionConnection:
    """Source: Page."""

    edges: list[RedemptionEdge] = edges()
    page_info: PageInfo = page_info()


@dataclass(frozen=True, slots=True)
class PageCursor:
    """A cursor in a page of a service: the token of that page, and the items before the cursor."""

    token: str
    skip: int

    @classmethod
    def read(cls, kind: str, after: str | None) -> "PageCursor":
        place = position(kind, after, str)
        if place is None:
            return cls("", 0)
        skip, _, token = str(place).partition(":")
        return cls(token, min(int(skip), PAGE_SIZE_MAX - 1) if skip.isdecimal() else 0)

    def size(self, first: int) -> int:
        return min(PAGE_SIZE_MAX, self.skip + first)

    def page(self, kind: str, items: list[Any], next_token: str, total: int = 0) -> Page:
        """The items behind the cursor. The last one's cursor is the service's own next token."""
        shown = list(enumerate(items, start=1))[self.skip :]
        places = [f"{number}:{self.token}" for number, _ in shown]
        if shown and next_token:
            places[-1] = f"0:{next_token}"
        return Page(
            [(cursor(kind, place), item) for (_, item), place in zip(shown, places, strict=True)],
            first_of,
            has_next=bool(next_token),
            has_previous=bool(self.token or self.skip),
            total_count=total,
        )


async def _rewards(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: JudgedFor = None,
) -> Page:
    place = PageCursor.read(REWARD, after)
    request = rewards_pb2.ListRewardsRequest(
        member_id=_judged_for(context, member_id),
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    response = await services.read(services.rewards.ListRewards, request, context.caller)
    rewards, next_token = list(response.rewards), response.next_page_token
    return place.page(REWARD, rewards, next_token, response.total_size)


async def _redemptions(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: MemberId = None,
) -> Page:
    place = PageCursor.read(_REDEMPTION, after)
    request = rewards_pb2.ListRedemptionsRequest(
        member_id=context.member_id(member_id),
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    response = await services.read(services.rewards.ListRedemptions, request, context.caller)
    return place.page(_REDEMPTION, list(response.redemptions), response.next_page_token)


def _judged_for(context: RequestContext, member_id: str | None) -> str:
    """The member for whom `hindrance` is judged; "" when an operator names none."""
    named = member_id is not None or context.caller.member_id is not None
    return context.member_id(member_id) if named else ""


def _reward_keys(
    context: RequestContext, code: RewardCode, member_id: JudgedFor = None
) -> Sequence[str]:
    if not 1 <= len(code) <= CODE_CHARS_MAX:
        raise invalid("code", f"1 to {CODE_CHARS_MAX} characters")
    return [reward_key(_judged_for(context, member_id), code)]


async def find_redemption(
    context: RequestContext, id: RedemptionId
) -> rewards_pb2.Redemption | None:
    """The redemption, when there is one that the caller may see."""
    redemption_id = plain_id("Redemption", id)
    services = context.services
    request = rewards_pb2.GetRedemptionRequest(redemption_id=redemption_id)
    method = services.rewards.GetRedemption
    try:
        return (await services.read(method, request, context.caller)).redemption
    except grpc.aio.AioRpcError as error:
        reason = reason_of(error)
        if reason is not None and reason.reason == "REDEMPTION_NOT_FOUND":
            return None
        raise


@strawberry.type
class RewardQueries:
    """The fields of Query."""

    reward: Reward | None = lookup(
        _reward_keys,
        "A reward of the catalogue by its code; null when the catalogue does not have it.",
        loader="rewards",
        many=False,
        rule=Rule.SIGNED_IN,
    )
    redemption: Redemption | None = call(
        find_redemption,
        "A redemption by its id; null when there is none that the caller may see.",
        rule=Rule.SIGNED_IN,
    )
    rewards: RewardConnection | None = call(
        _rewards,
        "The catalogue, with what hinders the caller, or the member that an operator names.",
        rule=Rule.SIGNED_IN,
        size="first",
    )
    redemptions: RedemptionConnection | None = call(
        _redemptions,
        "A member's redemptions, newest first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )

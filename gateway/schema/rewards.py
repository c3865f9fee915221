"""What points are spent on: the catalogue, and redemptions."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

import strawberry

from gateway.context import Context
from gateway.fields import Rule, call, column, read
from gateway.ids import cursor, position, to_global
from gateway.schema.connections import (
    PAGE_SIZE_MAX,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.scalars import DateTime, Language, Long, instant, text
from gateway.schema.user_errors import UserError
from services.common.errors import Reason, catalogue
from tessera.points.v1 import rewards_pb2

REWARD, _REDEMPTION = "reward", "redemption"


@strawberry.enum(description="What a reward is.")
class RewardKind(Enum):
    """As tessera.points.v1.RewardKind."""

    PRODUCT = rewards_pb2.REWARD_KIND_PRODUCT
    SERVICE = rewards_pb2.REWARD_KIND_SERVICE
    STATUS = rewards_pb2.REWARD_KIND_STATUS


def _reward_name(reward: rewards_pb2.Reward, context: Context, lang: Language | None = None) -> str:
    return text(reward.name, context, lang)


def _hindrance(reward: rewards_pb2.Reward) -> Reason | None:
    entry = catalogue().get(reward.hindrance)
    return None if entry is None else Reason(entry.reason, entry.status, en=entry.en, zh=entry.zh)


@strawberry.type(description="Something to have for points.")
class Reward:
    """Source: tessera.points.v1.Reward."""

    code: str = column("Its code in the programme; give it to `redeem`.")
    name: str = read(_reward_name, "Its name, in the caller's language unless told.")
    kind: RewardKind = column("What it is.")
    price: Long = column("In points.")
    stock: Long | None = read(
        lambda reward: reward.stock if reward.HasField("stock") else None,
        "What is left; null when not limited.",
    )
    min_tier: str | None = read(
        lambda reward: reward.min_tier or None, "The lowest tier that may redeem; null for all."
    )
    image_url: str | None = read(lambda reward: reward.image_url or None, "Where its picture is.")
    hindrance: UserError | None = read(
        _hindrance, "What hinders this member; null when nothing does."
    )


@strawberry.type(description="A reward in the catalogue.")
class RewardEdge:
    """Source: a pair of cursor and reward."""

    cursor: str = edge_cursor(first_of)
    node: Reward = edge_node(second_of)


@strawberry.type(description="A page of the catalogue, in the programme's order.")
class RewardConnection:
    """Source: Page."""

    edges: list[RewardEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.enum(description="Where a redemption stands.")
class RedemptionState(Enum):
    """As tessera.points.v1.RedemptionState."""

    HELD = rewards_pb2.REDEMPTION_STATE_HELD
    CONFIRMED = rewards_pb2.REDEMPTION_STATE_CONFIRMED
    CANCELLED = rewards_pb2.REDEMPTION_STATE_CANCELLED
    EXPIRED = rewards_pb2.REDEMPTION_STATE_EXPIRED


@strawberry.type(description="What a store takes.")
class Voucher:
    """Source: tessera.points.v1.Voucher."""

    code: str = column("To show at the store.")
    expires_at: DateTime | None = read(
        lambda voucher: instant(voucher, "expire_time"), "Until when."
    )


def _redemption_name(
    redemption: rewards_pb2.Redemption, context: Context, lang: Language | None = None
) -> str:
    return text(redemption.reward_name, context, lang)


@strawberry.type(description="A reward being had: held, then confirmed or let go.")
class Redemption:
    """Source: tessera.points.v1.Redemption."""

    id: strawberry.ID = column("Its id; give it to `confirmRedemption` or `cancelRedemption`.")
    member_id: strawberry.ID = read(
        lambda redemption: to_global("Member", redemption.member_id), "Who redeems."
    )
    reward_code: str = column("What.")
    reward_name: str = read(_redemption_name, "The reward's name when it was redeemed.")
    price: Long = column("For how many points.")
    state: RedemptionState = column("Where it stands.")
    hold_expires_at: DateTime | None = read(
        lambda redemption: instant(redemption, "hold_expire_time"), "When the hold ends by itself."
    )
    voucher: Voucher | None = read(
        lambda redemption: redemption.voucher if redemption.HasField("voucher") else None,
        "The voucher, once confirmed.",
    )
    created_at: DateTime | None = read(
        lambda redemption: instant(redemption, "create_time"), "When it was begun."
    )


@strawberry.type(description="A redemption in its list.")
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
class Place:
    """A place between the items of a service's page: that page's token, and how many lie before."""

    token: str
    skip: int

    @classmethod
    def read(cls, kind: str, after: str | None) -> "Place":
        place = position(kind, after, str)
        if place is None:
            return cls("", 0)
        skip, _, token = str(place).partition(":")
        return cls(token, min(int(skip), PAGE_SIZE_MAX - 1) if skip.isdecimal() else 0)

    def size(self, first: int) -> int:
        return min(PAGE_SIZE_MAX, self.skip + first)

    def page(self, kind: str, items: list[Any], next_token: str) -> Page:
        """The items behind the place. The last one's cursor is the service's own next token."""
        shown = list(enumerate(items, start=1))[self.skip :]
        places = [f"{number}:{self.token}" for number, _ in shown]
        if shown and next_token:
            places[-1] = f"0:{next_token}"
        return Page(
            [(cursor(kind, place), item) for (_, item), place in zip(shown, places, strict=True)],
            first_of,
            has_next=bool(next_token),
            has_previous=bool(self.token or self.skip),
        )


async def _rewards(
    context: Context,
    first: int = 20,
    after: str | None = None,
    member_id: strawberry.ID | None = None,
) -> Page:
    named = member_id is not None or context.caller.member_id is not None
    place = Place.read(REWARD, after)
    request = rewards_pb2.ListRewardsRequest(
        member_id=context.member_id(member_id) if named else "",
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    response = await services.read(services.rewards.ListRewards, request, context.caller)
    return place.page(REWARD, list(response.rewards), response.next_page_token)


async def _redemptions(
    context: Context,
    first: int = 20,
    after: str | None = None,
    member_id: strawberry.ID | None = None,
) -> Page:
    place = Place.read(_REDEMPTION, after)
    request = rewards_pb2.ListRedemptionsRequest(
        member_id=context.member_id(member_id),
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    response = await services.read(services.rewards.ListRedemptions, request, context.caller)
    return place.page(_REDEMPTION, list(response.redemptions), response.next_page_token)


@strawberry.type
class RewardQueries:
    """What can be asked for."""

    rewards: RewardConnection | None = call(
        _rewards,
        "The catalogue, judged for the caller, or for the member that an operator names.",
        rule=Rule.SIGNED_IN,
        size="first",
    )
    redemptions: RedemptionConnection | None = call(
        _redemptions,
        "A member's redemptions, newest first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )

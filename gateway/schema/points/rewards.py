"""The catalogue of rewards, judged for a member."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, ClassVar

import strawberry

from gateway.core.ids import to_global
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
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, lookup, read
from gateway.schema.core.named import Named, NamedCode, named
from gateway.schema.core.node import Node
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.refusals import HINDRANCES
from gateway.schema.core.scalars import Lang, Long, enum_value, text
from gateway.schema.core.user_errors import UserError, hindrance
from gateway.upstream.loaders import reward_key
from services.common.errors import Reason, invalid
from tessera.points.v1 import rewards_pb2

REWARD = "reward"
CODE_CHARS_MAX = 64

RewardCode = Annotated[
    str,
    strawberry.argument(
        description=f"The code of the reward in the programme, 1 to {CODE_CHARS_MAX} characters."
    ),
]
OfCategory = Annotated[
    str | None,
    strawberry.argument(
        description="Only the rewards of this category, by its code; all of them without it."
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


def _description(
    reward: rewards_pb2.Reward, context: RequestContext, lang: Lang = None
) -> str | None:
    return text(reward.description, context, lang) or None


def _hindrance(reward: rewards_pb2.Reward) -> Reason | None:
    return hindrance(reward.hindrance, HINDRANCES, otherwise="REWARD_UNAVAILABLE")


@strawberry.enum(description="The period of a limit, which begins at the brand's local midnight.")
class LimitPeriod(Enum):
    """As tessera.points.v1.LimitPeriod."""

    DAY = enum_value(rewards_pb2.LIMIT_PERIOD_DAY, "A local day.")
    WEEK = enum_value(rewards_pb2.LIMIT_PERIOD_WEEK, "An ISO week, from Monday on.")
    MONTH = enum_value(rewards_pb2.LIMIT_PERIOD_MONTH, "A calendar month.")


@strawberry.type(description="A limit of how often all members together may have a reward.")
class LimitForAll:
    """Source: tessera.points.v1.LimitForAll."""

    per: LimitPeriod = column("The period.")
    times: Long = column("The number of times in a period.")
    remaining: Long = column("The number of times that are left now.")


@strawberry.type(description="An amount of an asset: a part of a price, or what a reward gives.")
class AssetPrice:
    """Source: tessera.points.v1.AssetPrice."""

    asset: str = column("The code of the asset, such as POINTS.")
    amount: Long = column("The amount of it.")


def _remaining_today(reward: rewards_pb2.Reward) -> int | None:
    days = [one for one in reward.limits_for_all if one.per == rewards_pb2.LIMIT_PERIOD_DAY]
    return days[0].remaining if days else None


def _is_reward(cls: type, source: object, info: object) -> bool:
    return isinstance(source, rewards_pb2.Reward)


@strawberry.type(description="A reward: a thing that a member can have for points.")
class Reward(Node):
    """Source: tessera.points.v1.Reward."""

    id: strawberry.ID = read(
        lambda reward: to_global("Reward", reward.code), "The global id of the reward."
    )
    code: str = column("The code of the reward in the programme; give it to `redeem`.")
    name: str = read(
        _reward_name, "The name in the language of `lang`, or in the other one where that has none."
    )
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
    images: list[str] = read(
        lambda reward: [url for url in (reward.image_url, *reward.image_urls) if url],
        "The addresses of all its pictures, at most 6: `imageUrl` first.",
    )
    description: str | None = read(
        _description,
        "The description in the language of `lang`, or in the other one; null without one.",
    )
    category: Named | None = read(
        lambda reward: named(reward.category.code, reward.category.name),
        "The group in which it is shown; null without one.",
    )
    list_price_minor: Long | None = read(
        lambda reward: reward.list_price.minor_units or None,
        "The money it sells for, in minor units of `listPriceCurrency`; null where the programme"
        " does not say.",
    )
    list_price_currency: str | None = read(
        lambda reward: reward.list_price.currency_code or None,
        "The currency of the list price, ISO 4217; null without one.",
    )
    prices: list[AssetPrice] = column("All that it costs, by asset; points are among them.")
    gives: AssetPrice | None = read(
        lambda reward: reward.gives if reward.HasField("gives") else None,
        "The amount of an asset that it credits at once, instead of a voucher; null where it gives"
        " something else.",
    )
    immediate: bool = column(
        "True when `redeem` takes the price at once, so that the redemption is confirmed already."
    )
    redeemed_count: Long = column("The number of confirmed redemptions, by all members.")
    remaining_today: Long | None = read(
        _remaining_today,
        "The number of times that members can still have it today, in the brand's time zone; null"
        " without a limit for all per day.",
    )
    limits_for_all: list[LimitForAll] = column(
        "The limits of how often all members together may have it."
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


@dataclass(slots=True)
class CataloguePage(Page):
    """A page of rewards, and the categories of the whole catalogue."""

    categories: Sequence[NamedCode] = ()


@strawberry.type(
    description="A page of the catalogue, in the order of display: by category, then by the order"
    " that the programme gives each reward."
)
class RewardConnection:
    """Source: CataloguePage."""

    edges: list[RewardEdge] = edges()
    page_info: PageInfo = page_info()
    total_count: int = column("The number of rewards in the catalogue, or in the category.")
    categories: list[Named] = column("All categories of the catalogue, in the order of display.")


async def _rewards(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: JudgedFor = None,
    category: OfCategory = None,
) -> CataloguePage:
    place = PageCursor.read(REWARD, after)
    request = rewards_pb2.ListRewardsRequest(
        member_id=_judged_for(context, member_id),
        page_size=place.size(page_size(first)),
        page_token=place.token,
        category=category or "",
    )
    services = context.services
    response = await services.read(services.rewards.ListRewards, request, context.caller)
    rewards, next_token = list(response.rewards), response.next_page_token
    page = place.page(REWARD, rewards, next_token, response.total_size)
    categories = [NamedCode(each.code, each.name) for each in response.categories]
    return CataloguePage(
        page.edges, page.cursor_of, page.has_next, page.has_previous, page.total_count, categories
    )


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
    rewards: RewardConnection | None = call(
        _rewards,
        "The catalogue, with what hinders the caller, or the member that an operator names.",
        rule=Rule.SIGNED_IN,
        size="first",
    )

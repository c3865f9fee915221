"""The public fields of a brand: its catalogue and its tiers, read in nobody's name.

The types are not those that members see, so that no field added there becomes public by itself.
"""

from typing import Any

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
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.scalars import Lang, Long, text
from gateway.schema.points.rewards import REWARD, RewardKind
from gateway.upstream.clients import for_nobody
from tessera.members.v1 import programmes_pb2
from tessera.points.v1 import rewards_pb2

CATALOGUE_MAX_AGE_S = 60
PROGRAMME_MAX_AGE_S = 300


def _named(source: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(source.name, context, lang)


def _name() -> Any:
    """A public field: the name depends on the language alone, which caches keep apart."""
    return read(
        _named,
        "The name in the language of `lang`, or in the other one where that has none.",
        max_age_s=PROGRAMME_MAX_AGE_S,
    )


@strawberry.type(description="A reward as everyone sees it, with nothing about a member.")
class PublicReward:
    """Source: tessera.points.v1.Reward, judged for nobody."""

    code: str = column("The code of the reward in the programme.")
    name: str = _name()
    kind: RewardKind = column("The kind of thing that the reward is.")
    price: Long = column("The price in points.")
    sold_out: bool = read(
        lambda reward: reward.HasField("stock") and reward.stock <= 0, "True when no piece is left."
    )
    min_tier: str | None = read(
        lambda reward: reward.min_tier or None,
        "The code of the lowest tier that may redeem it; null when every tier may.",
    )
    image_url: str | None = read(
        lambda reward: reward.image_url or None, "The address of its picture; null without one."
    )


@strawberry.type(description="A reward of the public catalogue, with its place in the list.")
class PublicRewardEdge:
    """Source: a pair of cursor and reward."""

    cursor: str = edge_cursor(first_of)
    node: PublicReward = edge_node(second_of)


@strawberry.type(description="A page of the public catalogue, in the programme's order.")
class PublicRewardConnection:
    """Source: Page."""

    edges: list[PublicRewardEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A tier as everyone sees it.")
class PublicTier:
    """Source: tessera.members.v1.PublicTier."""

    code: str = column("The code in the programme.")
    name: str = _name()
    rank: int = column("The position on the ladder, from 0 for the lowest tier.")
    reach: Long = column("The least of the ladder's basis that reaches the tier.")
    keep: Long = column("The least of the ladder's basis that keeps the tier.")
    multiplier: float = read(
        lambda tier: tier.multiplier_percent / 100,
        "The factor on what the tier's members earn: 1.3 is 30 % more.",
    )


@strawberry.type(description="A ladder of tiers as everyone sees it.")
class PublicLadder:
    """Source: tessera.members.v1.PublicLadder."""

    code: str = column("The code in the programme.")
    name: str = _name()
    main: bool = column("True for the one ladder whose tiers count in earning and for rewards.")
    basis: str = column(
        "The measure by which tiers are reached: growth, spend or ltv in the currency's minor unit,"
        " orders, repurchase in percent, event, or rfm."
    )
    currency_code: str = column("The currency of spend and ltv, a code of ISO 4217 such as CNY.")
    tiers: list[PublicTier] = column("The tiers, from the lowest, which every member has.", size=8)


@strawberry.type(description="A value of a preference, as everyone sees it.")
class PublicPreferenceValue:
    """Source: tessera.members.v1.PublicPreferenceValue."""

    code: str = column("The code in the programme.")
    name: str = _name()


@strawberry.type(description="A preference that members may tell in their profile.")
class PublicPreference:
    """Source: tessera.members.v1.PublicPreference."""

    code: str = column("The code in the programme.")
    name: str = _name()
    values: list[PublicPreferenceValue] = column(
        "The values to choose from; empty where any text will do.", size=5
    )


@strawberry.type(description="A brand's programme as everyone sees it.")
class PublicProgramme:
    """Source: tessera.members.v1.DescribeProgrammeResponse."""

    version: Long = column("The number of the published version: 1, 2, 3 and so on.")
    ladders: list[PublicLadder] = column("The ladders, the main one first.", size=2)
    preferences: list[PublicPreference] = column(
        "The preferences that members may tell, in the programme's order.", size=5
    )


async def _catalogue(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = rewards_pb2.ListRewardsRequest()
    method = context.services.rewards.ListRewards
    return await page_of(
        context, REWARD, method, request, "rewards", first, after, caller=for_nobody(context.caller)
    )


async def _programme(context: RequestContext) -> programmes_pb2.DescribeProgrammeResponse:
    services, request = context.services, programmes_pb2.DescribeProgrammeRequest()
    described: programmes_pb2.DescribeProgrammeResponse = await services.read(
        services.programmes.DescribeProgramme, request, for_nobody(context.caller)
    )
    return described


@strawberry.type
class PublicQueries:
    """The fields of Query."""

    catalogue: PublicRewardConnection | None = call(
        _catalogue,
        "The catalogue as everyone sees it. The answer may be cached for a minute.",
        rule=Rule.PUBLIC,
        size="first",
        max_age_s=CATALOGUE_MAX_AGE_S,
    )
    programme: PublicProgramme | None = call(
        _programme,
        "The brand's ladders, tiers and preferences. The answer may be cached for five minutes.",
        rule=Rule.PUBLIC,
        max_age_s=PROGRAMME_MAX_AGE_S,
    )

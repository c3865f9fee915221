"""What a brand tells everyone: its catalogue and its tiers. Nobody's name is in the question.

The types have nothing in common with those that members see: a field that is added there does not
become public by itself.
"""

from typing import Any

import strawberry

from gateway.schema.core.connections import (
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
from gateway.schema.core.context import Context
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.scalars import Language, Long, text
from gateway.schema.points.rewards import REWARD, Place, RewardKind
from services.common.auth import Caller, Role
from tessera.members.v1 import programmes_pb2
from tessera.points.v1 import rewards_pb2

CATALOGUE_MAX_AGE_S = 60
PROGRAMME_MAX_AGE_S = 300


def _named(source: Any, context: Context, lang: Language | None = None) -> str:
    return text(source.name, context, lang)


def _name() -> Any:
    """A name depends on the language of the call alone, by which caches tell answers apart."""
    return read(
        _named, "Its name, in the caller's language unless told.", max_age_s=PROGRAMME_MAX_AGE_S
    )


@strawberry.type(description="A reward, as everyone is shown it.")
class PublicReward:
    """Source: tessera.points.v1.Reward, judged for nobody."""

    code: str = column("Its code in the programme.")
    name: str = _name()
    kind: RewardKind = column("What it is.")
    price: Long = column("In points.")
    sold_out: bool = read(
        lambda reward: reward.HasField("stock") and reward.stock <= 0, "Whether none is left."
    )
    min_tier: str | None = read(
        lambda reward: reward.min_tier or None, "The lowest tier that may redeem; null for all."
    )
    image_url: str | None = read(lambda reward: reward.image_url or None, "Where its picture is.")


@strawberry.type(description="A reward in the public catalogue.")
class PublicRewardEdge:
    """Source: a pair of cursor and reward."""

    cursor: str = edge_cursor(first_of)
    node: PublicReward = edge_node(second_of)


@strawberry.type(description="A page of the public catalogue, in the programme's order.")
class PublicRewardConnection:
    """Source: Page."""

    edges: list[PublicRewardEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A tier, as everyone is shown it.")
class PublicTier:
    """Source: tessera.members.v1.PublicTier."""

    code: str = column("Its code.")
    name: str = _name()
    rank: int = column("Its place on the ladder, 0 for the lowest.")
    reach: Long = column("What it takes to reach it.")
    keep: Long = column("What it takes to keep it.")
    multiplier: float = read(
        lambda tier: tier.multiplier_percent / 100,
        "What earning is multiplied by: 1.3 is 30 % more.",
    )


@strawberry.type(description="A ladder of tiers, as everyone is shown it.")
class PublicLadder:
    """Source: tessera.members.v1.PublicLadder."""

    code: str = column("Its code.")
    name: str = _name()
    main: bool = column("Whether its tiers count in earning and for rewards.")
    basis: str = column("What it counts: growth, or spend in the currency's minor unit.")
    currency_code: str = column("The currency (ISO 4217) of what is spent.")
    tiers: list[PublicTier] = column("From the lowest, which everyone has.", size=8)


@strawberry.type(description="A brand's programme, as everyone is shown it.")
class PublicProgramme:
    """Source: tessera.members.v1.DescribeProgrammeResponse."""

    version: Long = column("1, 2, 3 …")
    ladders: list[PublicLadder] = column("Its ladders, the main one first.", size=2)


def _nobody(context: Context) -> Caller:
    """Who asks the services: the gateway, for the brand of the caller and in nobody's name."""
    return Caller(context.caller.brand, "gateway", Role.SERVICE)


async def _catalogue(context: Context, first: int = 20, after: str | None = None) -> Page:
    place = Place.read(REWARD, after)
    request = rewards_pb2.ListRewardsRequest(
        page_size=place.size(page_size(first)), page_token=place.token
    )
    services = context.services
    response = await services.read(services.rewards.ListRewards, request, _nobody(context))
    return place.page(REWARD, list(response.rewards), response.next_page_token)


async def _programme(context: Context) -> programmes_pb2.DescribeProgrammeResponse:
    services, request = context.services, programmes_pb2.DescribeProgrammeRequest()
    described: programmes_pb2.DescribeProgrammeResponse = await services.read(
        services.programmes.DescribeProgramme, request, _nobody(context)
    )
    return described


@strawberry.type
class PublicQueries:
    """What can be asked for by anybody."""

    catalogue: PublicRewardConnection | None = call(
        _catalogue,
        "The catalogue as everyone is shown it; may be cached.",
        rule=Rule.PUBLIC,
        size="first",
        max_age_s=CATALOGUE_MAX_AGE_S,
    )
    programme: PublicProgramme | None = call(
        _programme,
        "The brand's ladders and tiers; may be cached.",
        rule=Rule.PUBLIC,
        max_age_s=PROGRAMME_MAX_AGE_S,
    )

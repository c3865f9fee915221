"""The catalogue as it stands, and for a member what hinders them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing, Programmes
from services.points.programme.domain.document import Text
from services.points.programme.domain.programme import Programme
from services.points.rewards.commands.eligibility import read_eligibility
from services.points.rewards.domain.catalogue import catalogue, reward_codes
from services.points.rewards.domain.display import Category
from services.points.rewards.domain.limit_for_all import LimitForAll
from services.points.rewards.domain.reward import Reward


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward, what is left of it (None: not limited), and the reason that hinders the member.

    `taken` members' redemptions were confirmed; `remaining` tells what is left of limits for all.
    """

    reward: Reward
    stock: int | None
    hindrance: str
    min_tier_name: Text | None
    currency: str
    taken: int
    remaining: Sequence[tuple[LimitForAll, int]]


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of the catalogue in the order of display, and how many the whole of it has.

    `categories` are those of the whole catalogue.
    """

    offers: tuple[Offer, ...]
    total: int
    categories: tuple[Category, ...] = ()


async def list_rewards(
    ctx: PointsContext, brand: str, *, member_id: str, first: int, size: int, category: str = ""
) -> Offers:
    """`size` rewards of `category` ("": of all), from number `first`, judged for `member_id` unless
    that is empty.

    Three reads at most, whatever the size. Raises ProgrammeMissing.
    """
    programme = await ctx.programmes.get(brand)
    known = catalogue(programme)
    rewards = known.of_category(category)
    page = await _judged(ctx, programme, member_id, rewards[first : first + size])
    return Offers(page, len(rewards), known.categories)


async def find_rewards(
    ctx: PointsContext, brand: str, *, member_id: str, codes: Sequence[str]
) -> tuple[Offer, ...]:
    """Those of `codes` that the catalogue has, judged likewise. Raises ProgrammeMissing."""
    programme = await ctx.programmes.get(brand)
    found = [catalogue(programme).find(code) for code in dict.fromkeys(codes)]
    return await _judged(ctx, programme, member_id, [reward for reward in found if reward])


async def has_reward(programmes: Programmes, brand: str, code: str) -> bool:
    """True when the catalogue in force has the reward, whether its window is open today or not."""
    try:
        return code in reward_codes(await programmes.get(brand))
    except ProgrammeMissing:
        return False


async def _judged(
    ctx: PointsContext, programme: Programme, member_id: str, rewards: Sequence[Reward]
) -> tuple[Offer, ...]:
    eligibility = await read_eligibility(ctx, programme, member_id, rewards, counts=True)
    offers = []
    for reward in rewards:
        hindrance = eligibility.hindrance(reward)
        offers.append(
            Offer(
                reward,
                stock=eligibility.stock(reward),
                hindrance=hindrance.reason if hindrance else "",
                min_tier_name=programme.tier_names.get(reward.min_tier),
                currency=programme.currency,
                taken=eligibility.taken(reward),
                remaining=eligibility.remaining(reward),
            )
        )
    return tuple(offers)

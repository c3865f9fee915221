"""The catalogue as it stands, and for a member what hinders them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.points.commands import hindrances
from services.points.commands.context import Context
from services.points.domain.redemption import Redemption, from_body
from services.points.domain.redemption_posting import REDEMPTION
from services.points.domain.reward import Reward


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward, what is left of it (None: not limited), and the reason that hinders the member."""

    reward: Reward
    stock: int | None
    hindrance: str


@dataclass(frozen=True, slots=True)
class Offers:
    """A page of the catalogue in the programme's order, and whether more follows."""

    offers: tuple[Offer, ...]
    has_more: bool


async def list_rewards(
    ctx: Context, brand: str, *, member_id: str, first: int, size: int
) -> Offers:
    """`size` rewards from number `first`, judged for `member_id` unless that is empty.

    Three reads at most, whatever the size. Raises ProgrammeMissing.
    """
    programme = await ctx.programmes.get(brand)
    rewards = programme.catalogue.rewards[first : first + size]
    found = await hindrances.read(ctx, programme, member_id, rewards)
    offers = []
    for reward in rewards:
        hindrance = found.of(reward)
        reason = hindrance.reason if hindrance else ""
        offers.append(Offer(reward, found.stock(reward), reason))
    more = first + size < len(programme.catalogue.rewards)
    return Offers(tuple(offers), has_more=more)


async def list_redemptions(
    ctx: Context, brand: str, *, member_id: str, before: str, size: int
) -> Sequence[Redemption]:
    """The member's redemptions with ids below `before` ("": all), newest first."""
    found = await ctx.ledger.list_records(
        brand, REDEMPTION, where={"member_id": member_id}, before=before, size=size
    )
    return [from_body(record.body) for _, record in found]

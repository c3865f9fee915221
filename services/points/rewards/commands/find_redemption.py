"""A member's redemptions: one, or a page of them."""

from __future__ import annotations

from collections.abc import Sequence

from services.points.context import PointsContext
from services.points.ledger.domain.record import Versioned
from services.points.rewards.domain.redemption import Redemption, RedemptionNotFound
from services.points.rewards.domain.redemption_posting import REDEMPTION


async def get_redemption(
    ctx: PointsContext, brand: str, *, redemption_id: str, member_id: str | None
) -> Redemption:
    """The redemption; `member_id` is the only one whose it may be, None for any of the brand.

    Raises RedemptionNotFound.
    """
    return (await find_redemption(ctx, brand, redemption_id, member_id)).value


async def find_redemption(
    ctx: PointsContext, brand: str, redemption_id: str, member_id: str | None
) -> Versioned[Redemption]:
    """The same with the version of its record."""
    found = await ctx.ledger.record(brand, REDEMPTION, redemption_id)
    if found is None:
        raise RedemptionNotFound(redemption_id)
    check_may_see(found.value, member_id)
    return found


def check_may_see(redemption: Redemption, member_id: str | None) -> None:
    """Raises RedemptionNotFound when it is another member's. None may see all of the brand."""
    if member_id not in (None, redemption.member_id):
        raise RedemptionNotFound(redemption.id)


async def list_redemptions(
    ctx: PointsContext, brand: str, *, member_id: str, before: str, size: int
) -> Sequence[Redemption]:
    """The member's redemptions with ids below `before` ("": all), newest first."""
    return await ctx.ledger.list_records(
        brand, REDEMPTION, where={"member_id": member_id}, before=before, size=size
    )

"""How many coupons of each type the house accounts saw go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from services.points.ledger.domain.chart_of_accounts import (
    CLAWED_BACK,
    COUPON_PREFIX,
    EXPIRED,
    ISSUED,
    REDEEMED,
)

Moved = Mapping[tuple[str, str], tuple[int, int]]
"""Credits and debits of house accounts, by house and asset."""
MovedOf = Callable[[str], Awaitable[Moved]]
"""What moved in a brand."""


class CouponCounts(NamedTuple):
    """How many coupons of a type were granted, are used, expired, and were revoked."""

    granted: int = 0
    used: int = 0
    expired: int = 0
    revoked: int = 0


def counts_of(moved: Moved) -> Mapping[str, CouponCounts]:
    """The counts by the asset of the type."""

    def net(house: str, asset: str) -> int:
        credits_, debits = moved.get((house, asset), (0, 0))
        return credits_ - debits

    assets = {asset for _, asset in moved if asset.startswith(COUPON_PREFIX)}
    return {
        asset: CouponCounts(
            -net(ISSUED, asset),
            net(REDEEMED, asset),
            net(EXPIRED, asset),
            net(CLAWED_BACK, asset),
        )
        for asset in assets
    }

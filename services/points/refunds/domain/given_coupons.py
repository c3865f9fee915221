"""The coupons that rules gave for an order, as its refund takes them back.

The refund that leaves nothing of the order takes each that nobody used. One that is used, or that a
basket holds, stays: what it took off is not recoverable, and the refund says how much that is. One
whose last day is over is gone already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.points.coupons.domain.coupon import Coupon, CouponState
from services.points.coupons.domain.coupon_posting import Parts, revoking
from services.points.ledger.domain.record import Versioned

GIVEN_MAX = 8
"""So many coupons of one order are taken back: a posting has so many legs, and says so much."""
_LOST = (CouponState.USED, CouponState.HELD)


@dataclass(frozen=True, slots=True)
class Given:
    """What a refund reads of an order's coupons; `off_minor` is what a used one took off, by id."""

    coupons: Sequence[Versioned[Coupon]]
    off_minor: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GivenCoupon:
    """A coupon of the order: taken back, or not recoverable with what it took off."""

    coupon_id: str
    type: str
    revoked: bool
    not_recoverable_minor: int = 0


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The coupons that a refund tells of, and what taking some back adds to its posting."""

    coupons: tuple[GivenCoupon, ...] = ()
    parts: Parts = Parts()  # noqa: RUF009 - it never changes


NOT_GIVEN = TakenBack()


def taken_back(given: Given | None, now: datetime, *, whole: bool) -> TakenBack:
    """What becomes of the coupons; `whole` where nothing of the order is left."""
    if given is None or not whole:
        return NOT_GIVEN
    told, parts = [], Parts()
    for known in given.coupons:
        coupon = known.value
        state = coupon.state_at(now)
        if state is CouponState.GRANTED:
            told.append(GivenCoupon(coupon.id, coupon.type, revoked=True))
            parts += revoking(known, now)
        elif state in _LOST:
            lost = given.off_minor.get(coupon.id, 0)
            told.append(GivenCoupon(coupon.id, coupon.type, False, lost))
    return TakenBack(tuple(told), parts)

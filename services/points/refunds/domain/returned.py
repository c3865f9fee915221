"""What a refund gives back of a captured basket: points to their own lots, and coupons.

After any number of refunds, of the points that paid for a line
    floor(points × refunded ÷ paid)
are given back, by its money or, where nothing was paid in money, by its pieces; the refund that
leaves nothing of the order gives all of the rest. They go to the lots that they came from, the last
to expire first, which favours the member. A lot that lapsed since lives for 7 more days. A coupon
comes back with the last of its lines, unless its own last day is over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import end_of_day, local_day
from services.points.checkout.domain import checkout as baskets
from services.points.checkout.domain.checkout import Checkout
from services.points.checkout.domain.checkout_posting import CHECKOUT
from services.points.checkout.domain.lots import next_back
from services.points.coupons.domain import coupon_posting
from services.points.coupons.domain.coupon import Coupon, CouponState
from services.points.coupons.domain.coupon_posting import Parts
from services.points.earning.domain.earned_order import KeptLine, KeptOrder
from services.points.ledger.domain.chart_of_accounts import POINTS, REDEEMED
from services.points.ledger.domain.posting import Leg, Lot
from services.points.ledger.domain.record import Versioned

NO_PARTS = Parts()
LAPSED_DAYS = 7
LEGS_MAX = 24
"""So many lots get their own back; what is beyond goes to the one that expires last of these."""


@dataclass(frozen=True, slots=True)
class Basket:
    """What a refund reads of the basket that was captured for its order.

    `lots` are those that its points came from, the first to expire first.
    """

    checkout: Versioned[Checkout]
    coupons: Mapping[str, Versioned[Coupon]]
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """The points and coupons that a refund gives back, and what that adds to its posting."""

    points: int = 0
    coupon_ids: tuple[str, ...] = ()
    parts: Parts = NO_PARTS


NOTHING = Returned()


def returned(
    order: KeptOrder, basket: Basket | None, now: datetime, zone: ZoneInfo, *, whole: bool
) -> Returned:
    """What goes back as the refunds leave `order`; `whole` where nothing of it is left."""
    if basket is None:
        return NOTHING
    checkout = basket.checkout.value
    due = checkout.points if whole else _points_due(order, checkout)
    points = max(0, due - checkout.returned_points)
    coupons = [] if not basket.coupons else _coupons_back(order, basket, now, whole=whole)
    if not points and not coupons:
        return NOTHING
    after = replace(
        checkout,
        returned_points=checkout.returned_points + points,
        returned_coupons=(*checkout.returned_coupons, *(one.value.id for one in coupons)),
    )
    record = CHECKOUT.record(checkout.id, basket.checkout.version, baskets.to_body(after))
    legs = _credits(checkout, basket.lots, points, now, zone)
    if points:
        legs = (*legs, Leg(REDEEMED, POINTS, -points))
    parts = Parts(legs=tuple(legs), records=(record,))
    for known in coupons:
        parts += coupon_posting.giving_back(known)
    return Returned(points, tuple(one.value.id for one in coupons), parts)


def _points_due(order: KeptOrder, checkout: Checkout) -> int:
    if not order.lines:
        return checkout.points * order.refunded_minor // max(1, order.total_minor)
    lines = {line.line_id: line for line in order.lines}
    due = 0
    for sold in checkout.sold:
        back = _line_due(sold.points, lines.get(sold.line_id))
        if order.unlined_minor:
            # A refund that named no lines is spread over all of them.
            back += sold.points * order.unlined_minor // order.total_minor
        due += min(sold.points, back)
    return due


def _line_due(points: int, line: KeptLine | None) -> int:
    if line is None:
        return 0
    if line.amount_minor == 0:
        return points * line.refunded_quantity // line.quantity
    return points * line.refunded_minor // line.amount_minor


def _coupons_back(
    order: KeptOrder, basket: Basket, now: datetime, *, whole: bool
) -> list[Versioned[Coupon]]:
    checkout = basket.checkout.value
    gone = {line.line_id for line in order.lines if _is_gone(line)}
    back = []
    for quoted in checkout.quote.coupons:
        known = basket.coupons.get(quoted.coupon_id)
        if known is None or not checkout.uses(quoted):
            continue
        coupon = known.value
        ours = coupon.state is CouponState.USED and coupon.checkout_id == checkout.id
        sold = [line_id for line_id in quoted.line_ids if line_id in checkout.captured]
        if ours and coupon.expires_at > now and (whole or gone.issuperset(sold)):
            back.append(known)
    return back


def _is_gone(line: KeptLine) -> bool:
    return line.refunded_minor >= line.amount_minor and line.refunded_quantity >= line.quantity


def _credits(
    checkout: Checkout, lots: Sequence[Lot], points: int, now: datetime, zone: ZoneInfo
) -> tuple[Leg, ...]:
    until = end_of_day(local_day(now, zone) + timedelta(days=LAPSED_DAYS), zone)
    amounts: dict[datetime | None, int] = {}
    for lot in next_back(lots, checkout.returned_points, points):
        lapsed = lot.expire_at is not None and lot.expire_at <= now
        expire_at = until if lapsed else lot.expire_at
        if expire_at not in amounts and len(amounts) >= LEGS_MAX:
            expire_at = next(iter(amounts))
        amounts[expire_at] = amounts.get(expire_at, 0) + lot.points
    return tuple(
        Leg(checkout.member_id, POINTS, amount, expire_at=expire_at)
        for expire_at, amount in amounts.items()
    )

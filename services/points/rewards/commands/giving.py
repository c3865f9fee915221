"""What a confirmed redemption gives: a coupon, or else a voucher."""

from __future__ import annotations

from datetime import datetime

from services.points.coupons.commands import new_coupon
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.section import coupon_section
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.redemption import Redemption
from services.points.vouchers.domain.code import new_code


def confirmed(
    redemption: Redemption, programme: Programme, now: datetime
) -> tuple[Redemption, Coupon | None]:
    """The redemption with its coupon, or with a voucher and no coupon.

    Raises RedemptionEnded, CouponTypeNotFound, CouponTypeEnded.
    """
    if not redemption.coupon_type:
        return redemption.confirmed(new_code(), now, programme.zone), None
    type_ = coupon_section(programme).get(redemption.coupon_type)
    coupon = new_coupon(programme, type_, redemption.member_id, now)
    return redemption.confirmed_by(coupon.id, now), coupon

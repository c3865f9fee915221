"""What a confirmed redemption gives: a coupon, or else a voucher."""

from __future__ import annotations

from datetime import datetime

from services.common.ids import new_id
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
    zone = programme.zone
    if not redemption.coupon_type:
        return redemption.confirmed(new_code(), now, zone), None
    type_ = coupon_section(programme).get(redemption.coupon_type)
    coupon = Coupon.granted(
        new_id("cpn"),
        redemption.member_id,
        type_,
        currency=programme.currency,
        code=new_code() if type_.with_code else "",
        now=now,
        zone=zone,
    )
    return redemption.confirmed_by(coupon.id, now), coupon

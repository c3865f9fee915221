"""What a confirmed redemption gives: a coupon, a badge, an asset, or else a voucher."""

from __future__ import annotations

from datetime import datetime

from services.points.badges.commands import badges_of
from services.points.badges.domain.badge_posting import record_of, said
from services.points.badges.domain.held import renewed
from services.points.badges.domain.section import Badge, badge_section
from services.points.context import PointsContext
from services.points.coupons.commands import new_coupon
from services.points.coupons.domain.coupon_posting import COUPON_ID, COUPON_TYPE, granting
from services.points.coupons.domain.section import coupon_section
from services.points.ledger.domain.chart_of_accounts import ISSUED
from services.points.ledger.domain.posting import Leg
from services.points.programme.domain.programme import Programme
from services.points.rewards.domain.redemption import Redemption
from services.points.rewards.domain.redemption_posting import GivenInstead
from services.points.vouchers.domain.code import new_code


async def confirmed(
    ctx: PointsContext,
    redemption: Redemption,
    programme: Programme,
    now: datetime,
    posted_by: str,
) -> tuple[Redemption, GivenInstead | None]:
    """The redemption with its coupon, badge or asset, or with a voucher and nothing instead.
    `posted_by` is the request id of the posting that confirms it.

    A badge or an asset that the programme has no more gives a voucher, so that nobody pays for
    nothing. Raises RedemptionEnded, CouponTypeNotFound, CouponTypeEnded.
    """
    badge = badge_section(programme).badge(redemption.badge) if redemption.badge else None
    if badge is not None:
        return redemption.confirmed_by_badge(now), await _badge(
            ctx, redemption, badge, programme, now
        )
    gives = redemption.gives
    if gives is not None and gives.asset in programme.assets:
        expire_at = programme.asset(gives.asset).expiry.expires_at(now, programme.zone)
        credit = Leg(redemption.member_id, gives.asset, gives.amount, expire_at=expire_at)
        legs = (credit, Leg(ISSUED, gives.asset, -gives.amount))
        return redemption.confirmed_by_asset(posted_by, now), GivenInstead(legs)
    if not redemption.coupon_type:
        return redemption.confirmed(new_code(), now, programme.zone), None
    type_ = coupon_section(programme).get(redemption.coupon_type)
    coupon = new_coupon(programme, type_, redemption.member_id, now)
    parts = granting(coupon)
    says = {COUPON_ID: coupon.id, COUPON_TYPE: coupon.type}
    given = GivenInstead(parts.legs, parts.records, says)
    return redemption.confirmed_by(coupon.id, now), given


async def _badge(
    ctx: PointsContext, redemption: Redemption, badge: Badge, programme: Programme, now: datetime
) -> GivenInstead:
    member_id = redemption.member_id
    known = await badges_of(ctx, programme.brand, member_id)
    given = renewed(known.value, badge, now, programme.zone)
    record = record_of(member_id, given.badges, known.version)
    return GivenInstead(records=(record,), says=said(given.codes))

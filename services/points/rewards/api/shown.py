"""Redemptions as they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from services.points.context import PointsContext
from services.points.coupons.commands import find_coupons
from services.points.rewards.api.messages import to_redemption
from services.points.rewards.domain.redemption import Redemption
from services.points.vouchers.commands import find_vouchers
from tessera.points.v1 import rewards_pb2 as pb


async def with_vouchers(
    ctx: PointsContext, brand: str, redemptions: Sequence[Redemption]
) -> list[pb.Redemption]:
    """As they stand now, each with its voucher or coupon; each kind in one read."""
    codes = [one.voucher_code for one in redemptions if one.voucher_code]
    vouchers = await find_vouchers(ctx, brand, codes)
    ids = [one.coupon_id for one in redemptions if one.coupon_id]
    coupons = await find_coupons(ctx, brand, ids)
    given = {coupon_id: known.value for coupon_id, known in coupons.items()}
    now = ctx.clock.now()
    return [
        to_redemption(one, now, vouchers.get(one.voucher_code), given.get(one.coupon_id))
        for one in redemptions
    ]

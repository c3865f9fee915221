"""Redemptions as protos."""

from __future__ import annotations

from datetime import datetime

from services.points.coupons.api import to_message as coupon_message
from services.points.coupons.domain.coupon import Coupon
from services.points.ledger.api.messages import to_timestamp
from services.points.ledger.domain.posting import Posting
from services.points.rewards.domain.redemption import Redemption
from services.points.vouchers.api import state_message
from services.points.vouchers.domain.voucher import Voucher
from tessera.points.v1 import rewards_pb2 as pb


def to_redemption(
    redemption: Redemption,
    now: datetime,
    voucher: Voucher | None = None,
    coupon: Coupon | None = None,
) -> pb.Redemption:
    """As it stands at `now`: a hold whose time is over shows as expired, as does its voucher."""
    state = redemption.state_at(now)
    message = pb.Redemption(
        id=redemption.id,
        member_id=redemption.member_id,
        reward_code=redemption.reward_code,
        price=redemption.price,
        state=pb.RedemptionState.Value(f"REDEMPTION_STATE_{state.upper()}"),
    )
    message.prices.extend(
        pb.AssetPrice(asset=asset, amount=price) for asset, price in redemption.prices.items()
    )
    message.reward_name.zh = redemption.reward_name_zh
    message.reward_name.en = redemption.reward_name_en
    message.hold_expire_time.CopyFrom(to_timestamp(redemption.hold_until))
    message.create_time.CopyFrom(to_timestamp(redemption.created_at))
    if redemption.voucher_until is not None:
        message.voucher.code = redemption.voucher_code
        message.voucher.expire_time.CopyFrom(to_timestamp(redemption.voucher_until))
    if redemption.gives is not None:
        message.gives.asset, message.gives.amount = redemption.gives.asset, redemption.gives.amount
    if coupon is not None:
        message.coupon.CopyFrom(coupon_message(coupon, now))
    if voucher is not None:
        message.voucher.state = state_message(voucher, now)
        message.voucher.expire_on = voucher.expire_on.isoformat()
        message.voucher.store_id = voucher.store_id
        if voucher.used_at is not None:
            message.voucher.use_time.CopyFrom(to_timestamp(voucher.used_at))
    return message


def restock_message(posting: Posting) -> pb.Restock:
    """Pieces that came into stock by `posting`."""
    return pb.Restock(
        pieces=sum(entry.amount for entry in posting.entries if entry.amount > 0),
        restock_time=to_timestamp(posting.recorded_at),
        programme_version=int(posting.metadata.get("programme_version", "0")),
    )

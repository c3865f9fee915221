"""The postings of a redemption: held, confirmed, cancelled."""

from __future__ import annotations

import hashlib
from zoneinfo import ZoneInfo

from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.coupon_posting import COUPON_ID, COUPON_TYPE, Parts, granting
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import POINTS, REDEEMED, STOCK
from services.points.ledger.domain.posting import (
    HoldChange,
    HoldPlacement,
    Leg,
    Posting,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.repeat import Asked
from services.points.rewards.domain.redemption import (
    Redemption,
    RewardUse,
    from_body,
    to_body,
    use_from_body,
    use_id,
    use_to_body,
)
from services.points.vouchers.domain.voucher_posting import issued

REDEMPTION = RecordKind("redemption", lambda brand, body: from_body(body))
USE = RecordKind("reward_use", lambda brand, body: use_from_body(body))
PLAIN_ID_CHARS_MAX = 200


def asking(brand: str, request_id: str, verb: str, *content: str) -> Asked:
    """A request about a redemption: one name space for all that callers ask of redemptions."""
    fingerprint = hashlib.sha256("\0".join((verb, *content)).encode()).hexdigest()
    return Asked(brand, _posting_id(request_id), fingerprint)


def _posting_id(request_id: str) -> str:
    if len(request_id) <= PLAIN_ID_CHARS_MAX:
        return request_ids.REDEMPTION + request_id
    digest = hashlib.sha256(request_id.encode()).hexdigest()
    return f"{request_ids.REDEMPTION}sha256/{digest}"


def redemption_of(posting: Posting) -> str:
    """The id of the redemption that `posting` is about."""
    return posting.metadata["redemption"]


def redeeming(asked: Asked, redemption: Redemption, use: Versioned[RewardUse]) -> PostingRequest:
    """Sets the price aside and, of a limited reward, one piece. `use` counts this one too."""
    holds = [
        HoldPlacement(
            redemption.id, redemption.member_id, POINTS, redemption.price, redemption.hold_until
        )
    ]
    if redemption.limited:
        owner, until = redemption.stock_owner, redemption.hold_until
        holds.append(HoldPlacement(redemption.id, owner, STOCK, 1, until))
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.HOLD,
        place_holds=tuple(holds),
        metadata=_metadata(redemption),
        records=(
            REDEMPTION.record(redemption.id, 0, to_body(redemption)),
            _use(redemption, use),
        ),
        fingerprint=asked.fingerprint,
    )


def confirming(
    asked: Asked,
    ended: Versioned[Redemption],
    use: Versioned[RewardUse],
    zone: ZoneInfo,
    coupon: Coupon | None = None,
) -> PostingRequest:
    """Takes what was set aside, and gives the coupon or issues the voucher."""
    redemption = ended.value
    legs = [
        Leg(redemption.member_id, POINTS, -redemption.price),
        Leg(REDEEMED, POINTS, redemption.price),
    ]
    if redemption.limited:
        legs += [Leg(redemption.stock_owner, STOCK, -1), Leg(REDEEMED, STOCK, 1)]
    given = (
        granting(coupon)
        if coupon
        else Parts(records=(issued(redemption.voucher(zone, asked.request_id)),))
    )
    says = {COUPON_ID: coupon.id, COUPON_TYPE: coupon.type} if coupon else {}
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.SPEND,
        legs=(*legs, *given.legs),
        change_holds=_ended(redemption),
        metadata=_metadata(redemption) | says,
        records=(
            REDEMPTION.record(redemption.id, ended.version, to_body(redemption)),
            _use(redemption, use),
            *given.records,
        ),
        fingerprint=asked.fingerprint,
    )


def cancelling(
    asked: Asked, ended: Versioned[Redemption], use: Versioned[RewardUse], zone: ZoneInfo
) -> PostingRequest:
    """Lets go what was set aside."""
    redemption = ended.value
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.HOLD,
        change_holds=_ended(redemption),
        metadata=_metadata(redemption),
        records=(
            REDEMPTION.record(redemption.id, ended.version, to_body(redemption)),
            _use(redemption, use),
        ),
        fingerprint=asked.fingerprint,
    )


def _ended(redemption: Redemption) -> tuple[HoldChange, ...]:
    points = HoldChange(redemption.id, redemption.member_id, POINTS)
    if not redemption.limited:
        return (points,)
    return (points, HoldChange(redemption.id, redemption.stock_owner, STOCK))


def _use(redemption: Redemption, use: Versioned[RewardUse]) -> Record:
    name = use_id(redemption.member_id, redemption.reward_code)
    return USE.record(name, use.version, use_to_body(redemption.member_id, use.value))


def _metadata(redemption: Redemption) -> dict[str, str]:
    return {"redemption": redemption.id, "reward": redemption.reward_code}

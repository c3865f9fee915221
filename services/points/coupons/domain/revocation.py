"""The posting by which an operator takes a coupon back."""

from __future__ import annotations

import hashlib
from datetime import datetime

from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.coupon_posting import COUPON_ID, COUPON_TYPE, revoking
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.posting import MEMBER_ID, PostingKind, PostingRequest
from services.points.ledger.domain.record import Versioned
from services.points.ledger.domain.repeat import Asked

REASON = "reason"


def asking(brand: str, request_id: str, coupon_id: str, reason: str) -> Asked:
    """A request to take the coupon back."""
    digest = hashlib.sha256("\0".join((coupon_id, reason)).encode()).hexdigest()
    return Asked(brand, request_ids.COUPON_REVOCATION + request_id, digest)


def revocation(
    asked: Asked, known: Versioned[Coupon], reason: str, now: datetime
) -> PostingRequest:
    """Takes it back. Raises CouponUsed, CouponRevoked, CouponExpired, CouponHeld."""
    coupon = known.value
    coupon.check_usable(now)
    parts = revoking(known, now)
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=PostingKind.CLAWBACK,
        legs=parts.legs,
        metadata={
            REASON: reason,
            COUPON_ID: coupon.id,
            COUPON_TYPE: coupon.type,
            MEMBER_ID: coupon.member_id,
        },
        records=parts.records,
        fingerprint=asked.fingerprint,
    )

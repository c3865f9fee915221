"""The postings of a basket: held, captured, cancelled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from services.points.activities.domain import paid_order as paid_orders
from services.points.activities.domain.paid_order import PAID_ORDER
from services.points.checkout.domain import checkout as kept
from services.points.checkout.domain.checkout import Checkout
from services.points.coupons.domain import coupon_posting
from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.coupon_posting import Parts
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import POINTS, REDEEMED
from services.points.ledger.domain.posting import (
    MEMBER_ID,
    ORDER_ID,
    STORE_ID,
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

CHECKOUT: RecordKind[Checkout] = RecordKind("checkout", lambda brand, body: kept.from_body(body))
"""A basket, by its id."""
CHECKOUT_ID = "checkout"
"""In a posting's metadata: the basket."""


def asking(brand: str, request_id: str, verb: str, *content: str) -> Asked:
    """A request about a basket: one name space for all that callers ask of baskets."""
    digest = hashlib.sha256("\0".join((verb, *content)).encode()).hexdigest()
    return Asked(brand, request_ids.CHECKOUT + request_id, digest)


def checkout_of(posting: Posting) -> str:
    """The id of the basket that `posting` is about."""
    return posting.metadata[CHECKOUT_ID]


def holding(
    asked: Asked, checkout: Checkout, coupons: Mapping[str, Versioned[Coupon]]
) -> PostingRequest:
    """Sets the points and coupons of a new basket aside."""
    until = checkout.hold_until
    parts = Parts()
    if points := checkout.quote.points:
        hold = HoldPlacement(checkout.id, checkout.member_id, POINTS, points, until)
        parts += Parts(place_holds=(hold,))
    for known in coupons.values():
        parts += coupon_posting.holding(known, checkout.id, until)
    record = CHECKOUT.record(checkout.id, 0, kept.to_body(checkout))
    return _request(asked, PostingKind.HOLD, checkout, parts, (record,))


def capturing(
    asked: Asked,
    after: Versioned[Checkout],
    coupons: Mapping[str, Versioned[Coupon]],
    now: datetime,
    order: tuple[str, str],
) -> PostingRequest:
    """Takes the points of the lines that were sold and the coupons that went into one of them; the
    rest is let go. `order` is its channel and number."""
    checkout = after.value
    parts = _points_freed(checkout)
    if points := checkout.points:
        legs = (Leg(checkout.member_id, POINTS, -points), Leg(REDEEMED, POINTS, points))
        parts += Parts(legs=legs)
    for quoted in checkout.quote.coupons:
        known = coupons[quoted.coupon_id]
        used = checkout.uses(quoted)
        parts += coupon_posting.using(known, now) if used else coupon_posting.releasing(known)
    records = (
        CHECKOUT.record(checkout.id, after.version, kept.to_body(checkout)),
        PAID_ORDER.record(checkout.order_key, 0, paid_orders.to_body(checkout.paid)),
    )
    channel, order_id = order
    says = {"channel": channel, ORDER_ID: order_id}
    return _request(asked, PostingKind.SPEND, checkout, parts, records, says)


def cancelling(
    asked: Asked, after: Versioned[Checkout], coupons: Iterable[Versioned[Coupon]]
) -> PostingRequest:
    """Lets go what was set aside."""
    checkout = after.value
    parts = _points_freed(checkout)
    for known in coupons:
        parts += coupon_posting.releasing(known)
    record = CHECKOUT.record(checkout.id, after.version, kept.to_body(checkout))
    return _request(asked, PostingKind.HOLD, checkout, parts, (record,))


def _points_freed(checkout: Checkout) -> Parts:
    if not checkout.quote.points:
        return Parts()
    return Parts(change_holds=(HoldChange(checkout.id, checkout.member_id, POINTS),))


def _request(
    asked: Asked,
    kind: PostingKind,
    checkout: Checkout,
    parts: Parts,
    records: tuple[Record, ...],
    says: Mapping[str, str] | None = None,
) -> PostingRequest:
    metadata = {CHECKOUT_ID: checkout.id, MEMBER_ID: checkout.member_id, **(says or {})}
    if checkout.store_id:
        metadata[STORE_ID] = checkout.store_id
    return PostingRequest(
        brand=asked.brand,
        request_id=asked.request_id,
        kind=kind,
        legs=parts.legs,
        place_holds=parts.place_holds,
        change_holds=parts.change_holds,
        metadata=metadata,
        records=(*records, *parts.records),
        fingerprint=asked.fingerprint,
    )

"""The parts of a posting that grant a coupon, hold it, use it, let it go, give it back or take it
back.

Each changes the ledger and the coupon's record together; the room whose posting it is adds them to
its own legs and records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.points.coupons.domain.coupon import Coupon, CouponState, from_body, to_body
from services.points.ledger.domain.chart_of_accounts import CLAWED_BACK, ISSUED, REDEEMED
from services.points.ledger.domain.posting import HoldChange, HoldPlacement, Leg, Record
from services.points.ledger.domain.record import Later, RecordKind, Versioned

COUPON: RecordKind[Coupon] = RecordKind("coupon", lambda brand, body: from_body(body))
"""A coupon, by its id."""
COUPON_CODE: RecordKind[str] = RecordKind("coupon_code", lambda brand, body: str(body["coupon"]))
"""The id of a coupon, by its code."""
COUPON_COUNT: RecordKind[int] = RecordKind("coupon_count", lambda brand, body: int(body["granted"]))
"""How many coupons of a type a member was granted, by member and type."""
COUPON_ID = "coupon"
"""In a posting's metadata: the coupon that it grants."""
COUPON_TYPE = "coupon_type"
"""In a posting's metadata: the type of that coupon."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a change of coupons adds to a posting."""

    legs: tuple[Leg, ...] = ()
    place_holds: tuple[HoldPlacement, ...] = ()
    change_holds: tuple[HoldChange, ...] = ()
    records: tuple[Record, ...] = ()

    def __add__(self, other: Parts) -> Parts:
        return Parts(
            self.legs + other.legs,
            self.place_holds + other.place_holds,
            self.change_holds + other.change_holds,
            self.records + other.records,
        )


def count_id(member_id: str, type_: str) -> str:
    """Names the count of a member's coupons of a type."""
    return f"{member_id}/{type_}"


def kept_as(state: CouponState, now: datetime) -> dict[str, Any]:
    """What the record of every coupon in `state` at `now` says; a few others say it too."""
    if state in (CouponState.USED, CouponState.REVOKED, CouponState.HELD):
        return {"state": str(state)}
    # A hold that ran out lets the coupon go without a posting.
    kept: dict[str, Any] = {"state": (str(CouponState.GRANTED), str(CouponState.HELD))}
    return kept | ({"expires_at": Later(now)} if state is CouponState.GRANTED else {})


def granting(coupon: Coupon) -> Parts:
    """A new coupon. Its code must not exist yet."""
    records = [COUPON.record(coupon.id, 0, to_body(coupon))]
    if coupon.code:
        records.append(COUPON_CODE.record(coupon.code, 0, {"coupon": coupon.id}))
    credit = Leg(coupon.member_id, coupon.asset, 1, expire_at=coupon.expires_at)
    return Parts(legs=(credit, Leg(ISSUED, coupon.asset, -1)), records=tuple(records))


def holding(known: Versioned[Coupon], checkout_id: str, until: datetime) -> Parts:
    """The coupon, set aside for a basket."""
    coupon = known.value.held(checkout_id, until)
    placed = HoldPlacement(coupon.id, coupon.member_id, coupon.asset, 1, until)
    return Parts(place_holds=(placed,), records=(_record(known, coupon),))


def using(known: Versioned[Coupon], now: datetime) -> Parts:
    """The held coupon, used."""
    coupon = known.value.used(now)
    taken = Leg(coupon.member_id, coupon.asset, -1, prefer_expire_at=coupon.expires_at)
    return Parts(
        legs=(taken, Leg(REDEEMED, coupon.asset, 1)),
        change_holds=(HoldChange(coupon.id, coupon.member_id, coupon.asset),),
        records=(_record(known, coupon),),
    )


def releasing(known: Versioned[Coupon]) -> Parts:
    """The held coupon, let go."""
    coupon = known.value
    return Parts(
        change_holds=(HoldChange(coupon.id, coupon.member_id, coupon.asset),),
        records=(_record(known, coupon.free()),),
    )


def giving_back(known: Versioned[Coupon]) -> Parts:
    """The used coupon, the member's again until its own last day."""
    coupon = known.value
    credit = Leg(coupon.member_id, coupon.asset, 1, expire_at=coupon.expires_at)
    return Parts(
        legs=(credit, Leg(REDEEMED, coupon.asset, -1)), records=(_record(known, coupon.free()),)
    )


def revoking(known: Versioned[Coupon], now: datetime) -> Parts:
    """The free coupon, taken back for good."""
    coupon = known.value.revoked(now)
    taken = Leg(coupon.member_id, coupon.asset, -1, prefer_expire_at=coupon.expires_at)
    return Parts(legs=(taken, Leg(CLAWED_BACK, coupon.asset, 1)), records=(_record(known, coupon),))


def _record(known: Versioned[Coupon], coupon: Coupon) -> Record:
    return COUPON.record(coupon.id, known.version, to_body(coupon))

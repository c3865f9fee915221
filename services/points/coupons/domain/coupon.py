"""A coupon of a member: granted, held by a basket, used by it, or let go by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.instant import seconds_text
from services.points.calendar.domain.local_time import end_of_day
from services.points.coupons.domain import terms as coupon_terms
from services.points.coupons.domain.section import CouponType
from services.points.coupons.domain.terms import CouponTerms
from services.points.ledger.domain.chart_of_accounts import coupon_asset
from services.points.programme.domain.document import Text


class CouponState(StrEnum):
    GRANTED = "granted"
    HELD = "held"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


class CouponNotFound(Exception):
    """No coupon of the brand has the id or code. The refusal does not repeat it."""

    reason = "COUPON_NOT_FOUND"

    def __init__(self, field: str) -> None:
        super().__init__("no such coupon")
        self.field = field


class CouponUsed(Exception):
    """A basket used it up."""

    reason = "COUPON_USED"

    def __init__(self, coupon: Coupon) -> None:
        super().__init__("a basket used it")
        at = seconds_text(coupon.used_at) if coupon.used_at else ""
        self.metadata = {"coupon_id": coupon.id, "use_time": at}


class CouponExpired(Exception):
    """Its last day is over."""

    reason = "COUPON_EXPIRED"

    def __init__(self, coupon: Coupon) -> None:
        super().__init__(f"it was good until {coupon.expire_on.isoformat()}")
        self.metadata = {"coupon_id": coupon.id, "expire_on": coupon.expire_on.isoformat()}


class CouponHeld(Exception):
    """Another basket holds it."""

    reason = "COUPON_HELD"

    def __init__(self, coupon: Coupon) -> None:
        super().__init__(f"the basket {coupon.checkout_id} holds it")
        until = seconds_text(coupon.held_until) if coupon.held_until else ""
        self.metadata = {
            "coupon_id": coupon.id,
            "checkout_id": coupon.checkout_id,
            "hold_until": until,
        }


class CouponRevoked(Exception):
    """It was taken back."""

    reason = "COUPON_REVOKED"

    def __init__(self, coupon: Coupon) -> None:
        super().__init__("it was taken back")
        at = seconds_text(coupon.revoked_at) if coupon.revoked_at else ""
        self.metadata = {"coupon_id": coupon.id, "revoke_time": at}


@dataclass(frozen=True, slots=True)
class Coupon:
    """`state` is as it was written: `state_at` tells what time has made of it since.

    `checkout_id` is the basket that holds it or used it.
    """

    id: str
    member_id: str
    type: str
    name: Text
    terms: CouponTerms
    currency: str
    code: str
    granted_at: datetime
    expire_on: date
    expires_at: datetime
    state: CouponState = CouponState.GRANTED
    checkout_id: str = ""
    held_until: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    @staticmethod
    def granted(
        coupon_id: str,
        member_id: str,
        type_: CouponType,
        *,
        currency: str,
        code: str,
        now: datetime,
        zone: ZoneInfo,
    ) -> Coupon:
        """A new one, with the terms of its type. Raises CouponTypeEnded."""
        last = type_.last_day(now, zone)
        return Coupon(
            id=coupon_id,
            member_id=member_id,
            type=type_.code,
            name=type_.name,
            terms=type_.terms,
            currency=currency,
            code=code,
            granted_at=now,
            expire_on=last,
            expires_at=end_of_day(last, zone),
        )

    @property
    def asset(self) -> str:
        """The asset of which it is one unit."""
        return coupon_asset(self.type)

    def state_at(self, now: datetime) -> CouponState:
        """As it stands at `now`. A hold outlasts the coupon's last day."""
        if self.state in (CouponState.USED, CouponState.REVOKED):
            return self.state
        held = self.state is CouponState.HELD and self.held_until is not None
        if held and self.held_until is not None and self.held_until > now:
            return CouponState.HELD
        return CouponState.EXPIRED if self.expires_at <= now else CouponState.GRANTED

    def check_usable(self, now: datetime) -> None:
        """Raises CouponUsed, CouponRevoked, CouponExpired, CouponHeld unless it is free."""
        state = self.state_at(now)
        if state is CouponState.USED:
            raise CouponUsed(self)
        if state is CouponState.REVOKED:
            raise CouponRevoked(self)
        if state is CouponState.EXPIRED:
            raise CouponExpired(self)
        if state is CouponState.HELD:
            raise CouponHeld(self)

    def held(self, checkout_id: str, until: datetime) -> Coupon:
        """Set aside for a basket."""
        return replace(self, state=CouponState.HELD, checkout_id=checkout_id, held_until=until)

    def used(self, now: datetime) -> Coupon:
        """Used by the basket that holds it."""
        return replace(self, state=CouponState.USED, held_until=None, used_at=now)

    def revoked(self, now: datetime) -> Coupon:
        """Taken back, for good."""
        return replace(self.free(), state=CouponState.REVOKED, revoked_at=now)

    def free(self) -> Coupon:
        """Let go by a basket, or given back by a refund."""
        return replace(
            self, state=CouponState.GRANTED, checkout_id="", held_until=None, used_at=None
        )


def to_body(coupon: Coupon) -> dict[str, Any]:
    """As it is kept."""
    return {
        "member_id": coupon.member_id,
        "type": coupon.type,
        "name": list(coupon.name),
        "terms": coupon_terms.to_body(coupon.terms),
        "currency": coupon.currency,
        "code": coupon.code,
        "granted_at": coupon.granted_at,
        "expire_on": coupon.expire_on.isoformat(),
        "expires_at": coupon.expires_at,
        "state": str(coupon.state),
        "checkout_id": coupon.checkout_id,
        "held_until": coupon.held_until,
        "used_at": coupon.used_at,
        "revoked_at": coupon.revoked_at,
        "id": coupon.id,
    }


def from_body(body: Mapping[str, Any]) -> Coupon:
    """The coupon that `to_body` wrote."""
    zh, en = body["name"]
    read = {
        "name": (zh, en),
        "terms": coupon_terms.from_body(body["terms"]),
        "expire_on": date.fromisoformat(body["expire_on"]),
        "state": CouponState(body["state"]),
    }
    return Coupon(**{**body, **read})

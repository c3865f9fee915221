"""A grant and its posting."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.points.coupons.domain.coupon import Coupon
from services.points.coupons.domain.coupon_posting import (
    COUPON_COUNT,
    COUPON_ID,
    COUPON_TYPE,
    count_id,
    granting,
)
from services.points.coupons.domain.section import CouponType
from services.points.grants.domain.budget import Budget, of_budgets
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import (
    ISSUED,
    REDEEMED,
    STOCK,
    coupon_stock_owner,
)
from services.points.ledger.domain.posting import (
    MEMBER_ID,
    Leg,
    PostingKind,
    PostingRequest,
    Record,
)
from services.points.ledger.domain.repeat import Asked
from services.points.programme.domain.programme import Programme

GRANT_RULE = "grant"
"""The rule under which statements count what a caller grants."""
GRANT_NAME = ("品牌赠送", "Gift of the brand")
"""What members read of it, in Chinese and English."""
CAMPAIGN, REASON, RULE = "campaign", "reason", "rule"


class CouponLimitReached(Exception):
    """The member was granted as many of the type as one member may have."""

    reason = "COUPON_LIMIT_REACHED"
    field = "coupon_type"

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(f"{limit} of {code} for one member")
        self.metadata = {"code": code, "limit": str(limit)}


class CouponsExhausted(Exception):
    """All coupons of the type are granted."""

    reason = "COUPONS_EXHAUSTED"
    field = "coupon_type"

    def __init__(self, code: str) -> None:
        super().__init__(f"no {code} is left")
        self.metadata = {"code": code}


class GrantBudgetExhausted(Exception):
    """The step gave all members together what its budget allows."""

    reason = "GRANT_BUDGET_EXHAUSTED"
    field = "budget"

    def __init__(self, budget: Budget) -> None:
        super().__init__(f"{budget.limit} of {budget.code} are given")
        self.metadata = {"budget": budget.code, "limit": str(budget.limit)}


@dataclass(frozen=True, slots=True)
class Grant:
    """A wish to give: one coupon of `coupon_type`, or else `amount` of `asset`.

    `asked` names it for ever. `says` goes into the posting's metadata.
    """

    asked: Asked
    member_id: str
    coupon_type: str = ""
    asset: str = ""
    amount: int = 0
    says: Mapping[str, str] = field(default_factory=dict)
    by_rule: bool = False
    """True where earning has judged the member already."""
    operator: str = ""
    """Who grants it by hand: it counts for what they give on a day."""
    budget: Budget | None = None

    @property
    def spent(self) -> Mapping[Budget, int]:
        """What it takes of its budget: coupons, or units of the asset."""
        return {} if self.budget is None else {self.budget: self.amount or 1}


def callers_grant(
    brand: str,
    request_id: str,
    member_id: str,
    *,
    coupon_type: str = "",
    asset: str = "",
    amount: int = 0,
    campaign: str = "",
    reason: str = "",
    operator: str = "",
    budget: Budget | None = None,
) -> Grant:
    """The grant that a caller asks for under an id of its own. Of one content there is one grant,
    whatever its budget was by then."""
    content = "\0".join((member_id, coupon_type, asset, str(amount), campaign, reason))
    digest = hashlib.sha256(content.encode()).hexdigest()
    asked = Asked(brand, request_ids.GRANT + request_id, digest)
    says = {RULE: GRANT_RULE, CAMPAIGN: campaign, REASON: reason}
    told = {name: text for name, text in says.items() if text}
    return Grant(
        asked, member_id, coupon_type, asset, amount, told, operator=operator, budget=budget
    )


def rule_grant_id(rule: str, activity_key: str) -> str:
    """Names the coupon that a rule of earning gives for an activity."""
    return f"{request_ids.RULE_GRANT}{rule}/{activity_key}"


def rules_grant(
    brand: str,
    activity_key: str,
    rule: str,
    member_id: str,
    coupon_type: str,
    says: Mapping[str, str],
) -> Grant:
    """The coupon that a rule of earning gives for an activity: one of each rule, for ever."""
    digest = hashlib.sha256("\0".join((member_id, coupon_type)).encode()).hexdigest()
    asked = Asked(brand, rule_grant_id(rule, activity_key), digest)
    return Grant(asked, member_id, coupon_type, says={RULE: rule, **says}, by_rule=True)


def coupon_posting(
    grant: Grant,
    coupon: Coupon,
    type_: CouponType,
    *,
    granted: int,
    version: int,
    others: tuple[Record, ...] = (),
) -> PostingRequest:
    """Grants `coupon`; the member had `granted` of its type, read at `version` of their count.
    `others` are written with it.

    Raises CouponLimitReached.
    """
    if type_.per_member is not None and granted >= type_.per_member:
        raise CouponLimitReached(type_.code, type_.per_member)
    parts = granting(coupon)
    legs = parts.legs
    if type_.total is not None:
        owner = coupon_stock_owner(type_.code)
        legs += (Leg(owner, STOCK, -1), Leg(REDEEMED, STOCK, 1))
    legs += of_budgets(grant.spent)
    name = count_id(grant.member_id, type_.code)
    body = {"member_id": grant.member_id, "granted": granted + 1}
    return PostingRequest(
        brand=grant.asked.brand,
        request_id=grant.asked.request_id,
        kind=PostingKind.EARN,
        legs=legs,
        metadata={
            **grant.says,
            COUPON_ID: coupon.id,
            COUPON_TYPE: type_.code,
            MEMBER_ID: grant.member_id,
        },
        records=(*parts.records, COUPON_COUNT.record(name, version, body), *others),
        fingerprint=grant.asked.fingerprint,
    )


def amount_posting(grant: Grant, programme: Programme, now: datetime) -> PostingRequest:
    """Grants `amount` of `asset`, which lives as the programme says."""
    expire_at = programme.asset(grant.asset).expiry.expires_at(now, programme.zone)
    return PostingRequest(
        brand=grant.asked.brand,
        request_id=grant.asked.request_id,
        kind=PostingKind.EARN,
        legs=(
            Leg(grant.member_id, grant.asset, grant.amount, expire_at=expire_at),
            Leg(ISSUED, grant.asset, -grant.amount),
            *of_budgets(grant.spent),
        ),
        metadata=dict(grant.says),
        fingerprint=grant.asked.fingerprint,
    )

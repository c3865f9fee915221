"""Rewards: members spend points on them, and some reasons keep a member from having one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.points.activities.domain.standing import Tier
from services.points.calendar.domain.local_time import Period, Window, local_day
from services.points.ledger.domain.chart_of_accounts import reward_owner
from services.points.rewards.domain.display import PLAIN, Display


class RewardKind(StrEnum):
    PRODUCT = "product"
    SERVICE = "service"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` redemptions of one member in a `per`."""

    per: Period
    times: int


@dataclass(frozen=True, slots=True)
class Reward:
    """An entry of the catalogue. `price` is in POINTS; `stock` None is not limited.

    A confirmed redemption gives a coupon of `coupon_type` or, where that is "", a voucher.
    """

    code: str
    name_zh: str
    name_en: str
    kind: RewardKind
    price: int
    stock: int | None
    min_tier: str
    limits: tuple[Limit, ...]
    window: Window
    image_url: str
    coupon_type: str = ""
    display: Display = PLAIN

    @property
    def stock_owner(self) -> str:
        """The owner of its stock account in the ledger."""
        return reward_owner(self.code)


class RewardUnavailable(Exception):
    """Today is not in the reward's window."""

    reason = "REWARD_UNAVAILABLE"


class TierTooLow(Exception):
    reason = "TIER_TOO_LOW"

    def __init__(self, has: str, min_tier: str) -> None:
        super().__init__(f"{has or 'no tier'} is below {min_tier}")
        self.metadata = {"min_tier": min_tier}


class LimitReached(Exception):
    reason = "LIMIT_REACHED"

    def __init__(self, limit: Limit) -> None:
        super().__init__(f"{limit.times} per {limit.per}")
        self.metadata = {"limit": str(limit.times), "period": str(limit.per)}


class OutOfStock(Exception):
    reason = "OUT_OF_STOCK"


class TooFewPoints(Exception):
    reason = "INSUFFICIENT_POINTS"

    def __init__(self, available: int, price: int) -> None:
        super().__init__(f"{price} needed, {available} available")
        self.metadata = {"available": str(available), "needed": str(price)}


@dataclass(frozen=True, slots=True)
class Applicant:
    """A member that asks for a reward, as far as it is known. `redeemed` counts by period."""

    tier: Tier
    available: int
    redeemed: Mapping[Period, int]


Hindrance = RewardUnavailable | TierTooLow | LimitReached | OutOfStock | TooFewPoints


def hindrance(
    reward: Reward,
    applicant: Applicant,
    *,
    min_tier: Tier | None,
    stock_available: int | None,
    now: datetime,
    zone: ZoneInfo,
) -> Hindrance | None:
    """The first reason that keeps `applicant` from the reward; None when there is none.

    The order is from what the member cannot change to what they can.
    """
    if not reward.window.contains(local_day(now, zone)):
        return RewardUnavailable(reward.code)
    if min_tier is not None and applicant.tier.rank < min_tier.rank:
        return TierTooLow(applicant.tier.code, min_tier.code)
    for limit in reward.limits:
        if applicant.redeemed.get(limit.per, 0) >= limit.times:
            return LimitReached(limit)
    if stock_available is not None and stock_available < 1:
        return OutOfStock(reward.code)
    if applicant.available < reward.price:
        return TooFewPoints(applicant.available, reward.price)
    return None

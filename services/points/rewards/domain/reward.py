"""Rewards: members spend points on them, and some reasons keep a member from having one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.points.activities.domain.standing import Tier
from services.points.calendar.domain.local_time import Period, Window, local_day
from services.points.ledger.domain.chart_of_accounts import POINTS, reward_owner
from services.points.rewards.domain.display import PLAIN, Display
from services.points.rewards.domain.limit_for_all import AllTaken, LimitForAll


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
class GivenAsset:
    """An amount of an asset that a reward credits."""

    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class Reward:
    """An entry of the catalogue. `price` is in POINTS; `stock` None is not limited.

    `other_prices` are to be paid too, by asset. A confirmed redemption gives a coupon of
    `coupon_type`, its `badge`, or what it `gives`, or else a voucher. An `immediate` one is
    confirmed at once.
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
    badge: str = ""
    gives: GivenAsset | None = None
    other_prices: Mapping[str, int] = field(default_factory=dict)
    limits_for_all: tuple[LimitForAll, ...] = ()
    immediate: bool = False
    display: Display = PLAIN

    @property
    def prices(self) -> Mapping[str, int]:
        """What it costs, by asset."""
        points = {POINTS: self.price} if self.price else {}
        return points | dict(self.other_prices)

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


class TooFewOfAsset(Exception):
    """The member has too few of an asset other than points."""

    reason = "INSUFFICIENT_ASSET"

    def __init__(self, asset: str, available: int, price: int) -> None:
        super().__init__(f"{price} {asset} needed, {available} available")
        self.metadata = {"asset": asset, "available": str(available), "needed": str(price)}


@dataclass(frozen=True, slots=True)
class Applicant:
    """A member that asks for a reward, as far as it is known. `redeemed` counts by period.

    `available` are points, `others` what there is of other assets.
    """

    tier: Tier
    available: int
    redeemed: Mapping[Period, int]
    others: Mapping[str, int] = field(default_factory=dict)


Hindrance = (
    RewardUnavailable
    | TierTooLow
    | LimitReached
    | OutOfStock
    | AllTaken
    | TooFewPoints
    | TooFewOfAsset
)


def hindrance(
    reward: Reward,
    applicant: Applicant,
    *,
    min_tier: Tier | None,
    stock_available: int | None,
    all_taken: LimitForAll | None = None,
    now: datetime,
    zone: ZoneInfo,
) -> Hindrance | None:
    """The first reason that keeps `applicant` from the reward; None when there is none.

    `all_taken` is a limit for all that has nothing left.

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
    if all_taken is not None:
        return AllTaken(all_taken)
    if applicant.available < reward.price:
        return TooFewPoints(applicant.available, reward.price)
    for asset, price in reward.other_prices.items():
        if (available := applicant.others.get(asset, 0)) < price:
            return TooFewOfAsset(asset, available, price)
    return None

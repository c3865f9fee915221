"""A redemption: a reward held for a member, then confirmed, cancelled, or let go by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import Period, end_of_day, local_day, period_key
from services.points.ledger.domain.chart_of_accounts import POINTS, reward_owner
from services.points.rewards.domain.catalogue import Catalogue
from services.points.rewards.domain.limit_for_all import quota_owner
from services.points.rewards.domain.reward import GivenAsset, Reward
from services.points.vouchers.domain.voucher import Voucher


class RedemptionState(StrEnum):
    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class RedemptionNotFound(Exception):
    reason = "REDEMPTION_NOT_FOUND"

    def __init__(self, redemption_id: str) -> None:
        super().__init__(f"no redemption {redemption_id}")
        self.metadata = {"id": redemption_id}


class RedemptionSpent(Exception):
    """The member has less of what the redemption gave than that was."""

    reason = "REDEMPTION_SPENT"

    def __init__(self, asset: str) -> None:
        super().__init__(f"{asset} of it is spent")
        self.metadata = {"asset": asset}


class RedemptionEnded(Exception):
    """Only a held redemption can be confirmed; it can be cancelled, or one that gave an asset."""

    reason = "REDEMPTION_ENDED"

    def __init__(self, state: RedemptionState) -> None:
        super().__init__(f"it is {state}")
        self.metadata = {"state": str(state)}


@dataclass(frozen=True, slots=True)
class Redemption:
    """`state` is as it was written: `state_at` tells whether time has ended it since.

    `other_prices` are by asset; `quotas` name the periods whose limits for all it counts in.
    `posted_by` is the request id of the posting that credited what it `gives`.
    """

    id: str
    member_id: str
    reward_code: str
    reward_name_zh: str
    reward_name_en: str
    price: int
    limited: bool
    state: RedemptionState
    created_at: datetime
    hold_until: datetime
    voucher_days: int
    voucher_code: str = ""
    voucher_until: datetime | None = None
    coupon_type: str = ""
    coupon_id: str = ""
    other_prices: Mapping[str, int] = field(default_factory=dict)
    quotas: tuple[str, ...] = ()
    immediate: bool = False
    badge: str = ""
    gives: GivenAsset | None = None
    posted_by: str = ""

    @staticmethod
    def begin(
        redemption_id: str,
        member_id: str,
        reward: Reward,
        catalogue: Catalogue,
        now: datetime,
        zone: ZoneInfo,
    ) -> Redemption:
        """Held, also where the caller confirms it in the same posting: then it ends at once."""
        minutes = 0 if reward.immediate else catalogue.hold_minutes
        return Redemption(
            id=redemption_id,
            member_id=member_id,
            reward_code=reward.code,
            reward_name_zh=reward.name_zh,
            reward_name_en=reward.name_en,
            price=reward.price,
            limited=reward.stock is not None,
            state=RedemptionState.HELD,
            created_at=now,
            hold_until=now + timedelta(minutes=minutes),
            voucher_days=catalogue.voucher_days,
            coupon_type=reward.coupon_type,
            other_prices=dict(reward.other_prices),
            quotas=tuple(limit.period(now, zone) for limit in reward.limits_for_all),
            immediate=reward.immediate,
            badge=reward.badge,
            gives=reward.gives,
        )

    @property
    def prices(self) -> Mapping[str, int]:
        """What is paid, by asset."""
        points = {POINTS: self.price} if self.price else {}
        return points | dict(self.other_prices)

    @property
    def quota_owners(self) -> tuple[str, ...]:
        """The owners of the accounts that count it for the limits for all."""
        return tuple(quota_owner(self.reward_code, period) for period in self.quotas)

    @property
    def stock_owner(self) -> str:
        """The owner of the reward's stock account in the ledger."""
        return reward_owner(self.reward_code)

    def state_at(self, now: datetime) -> RedemptionState:
        if self.state is RedemptionState.HELD and self.hold_until <= now:
            return RedemptionState.EXPIRED
        return self.state

    def as_begun(self) -> Redemption:
        """As it was first answered, whatever became of it."""
        if self.immediate:
            return self.as_confirmed()
        return replace(
            self, state=RedemptionState.HELD, voucher_code="", voucher_until=None, coupon_id=""
        )

    def as_confirmed(self) -> Redemption:
        """As it was confirmed, also where that was taken back."""
        return replace(self, state=RedemptionState.CONFIRMED)

    def confirmed(self, voucher_code: str, now: datetime, zone: ZoneInfo) -> Redemption:
        """With its voucher, good to the end of a local day. Raises RedemptionEnded."""
        self._check_held(now)
        last_day = local_day(now, zone) + timedelta(days=self.voucher_days)
        return replace(
            self,
            state=RedemptionState.CONFIRMED,
            voucher_code=voucher_code,
            voucher_until=end_of_day(last_day, zone),
        )

    def confirmed_by(self, coupon_id: str, now: datetime) -> Redemption:
        """With a coupon instead of a voucher. Raises RedemptionEnded."""
        self._check_held(now)
        return replace(self, state=RedemptionState.CONFIRMED, coupon_id=coupon_id)

    def confirmed_by_badge(self, now: datetime) -> Redemption:
        """With a badge instead of a voucher. Raises RedemptionEnded."""
        self._check_held(now)
        return replace(self, state=RedemptionState.CONFIRMED)

    def confirmed_by_asset(self, posted_by: str, now: datetime) -> Redemption:
        """With an amount of an asset instead of a voucher. Raises RedemptionEnded."""
        self._check_held(now)
        return replace(self, state=RedemptionState.CONFIRMED, posted_by=posted_by)

    def taken_back(self) -> Redemption:
        """Cancelled after it was confirmed. Raises RedemptionEnded where it gave no asset."""
        if self.state is not RedemptionState.CONFIRMED or not self.posted_by:
            raise RedemptionEnded(self.state)
        return replace(self, state=RedemptionState.CANCELLED)

    def voucher(self, zone: ZoneInfo, posted_by: str) -> Voucher:
        """The voucher of a confirmed one; the posting of the request id `posted_by` issues it."""
        assert self.voucher_until is not None, "it is confirmed"
        return Voucher(
            code=self.voucher_code,
            redemption_id=self.id,
            member_id=self.member_id,
            reward_code=self.reward_code,
            reward_name_zh=self.reward_name_zh,
            reward_name_en=self.reward_name_en,
            expire_on=local_day(self.voucher_until - timedelta(milliseconds=1), zone),
            expires_at=self.voucher_until,
            posted_by=posted_by,
        )

    def cancelled(self, now: datetime) -> Redemption:
        """Let go. Raises RedemptionEnded."""
        self._check_held(now)
        return replace(self, state=RedemptionState.CANCELLED)

    def _check_held(self, now: datetime) -> None:
        state = self.state if self.immediate else self.state_at(now)
        if state is not RedemptionState.HELD:
            raise RedemptionEnded(state)


@dataclass(frozen=True, slots=True)
class RewardUse:
    """How often a member had one reward, for its limits.

    `counts` holds what is confirmed, by period key; `holds` what is still
    held: (redemption id, begun, until). A hold that time ended no longer counts.
    """

    counts: Mapping[str, int]
    holds: tuple[tuple[str, datetime, datetime], ...] = ()

    def redeemed(self, period: Period, now: datetime, zone: ZoneInfo) -> int:
        key = period_key(period, now, zone)
        held = sum(
            1
            for _, begun, until in self.holds
            if until > now and period_key(period, begun, zone) == key
        )
        return self.counts.get(key, 0) + held

    def begun(self, redemption: Redemption, now: datetime) -> RewardUse:
        hold = (redemption.id, redemption.created_at, redemption.hold_until)
        return replace(self, holds=(*self._open(now), hold))

    def ended(self, redemption: Redemption, now: datetime, zone: ZoneInfo) -> RewardUse:
        """Without the redemption's hold; counted in the periods it began in when it is confirmed.

        Counts of periods that are over are dropped, so that this stays small.
        """
        holds = tuple(hold for hold in self._open(now) if hold[0] != redemption.id)
        current = {period_key(period, now, zone) for period in Period}
        counts = {key: times for key, times in self.counts.items() if key in current}
        if redemption.state is RedemptionState.CONFIRMED:
            for key in self._keys_of(redemption, zone) & current:
                counts[key] = counts.get(key, 0) + 1
        return RewardUse(counts, holds)

    def taken_back(self, redemption: Redemption, zone: ZoneInfo) -> RewardUse:
        """Without a redemption that was counted before."""
        keys = self._keys_of(redemption, zone)
        counts = {key: times - (key in keys) for key, times in self.counts.items()}
        return replace(self, counts={key: times for key, times in counts.items() if times > 0})

    @staticmethod
    def _keys_of(redemption: Redemption, zone: ZoneInfo) -> set[str]:
        return {period_key(period, redemption.created_at, zone) for period in Period}

    def _open(self, now: datetime) -> tuple[tuple[str, datetime, datetime], ...]:
        return tuple(hold for hold in self.holds if hold[2] > now)


def use_id(member_id: str, reward_code: str) -> str:
    return f"{member_id}/{reward_code}"


def to_body(redemption: Redemption) -> dict[str, Any]:
    return asdict(redemption) | {"state": str(redemption.state)}


def from_body(body: Mapping[str, Any]) -> Redemption:
    state, quotas = RedemptionState(body["state"]), tuple(body.get("quotas", ()))
    gives = GivenAsset(**body["gives"]) if body.get("gives") else None
    return Redemption(**{**body, "state": state, "quotas": quotas, "gives": gives})


def use_to_body(member_id: str, use: RewardUse) -> dict[str, Any]:
    return {
        "member_id": member_id,
        "counts": dict(use.counts),
        "holds": [list(hold) for hold in use.holds],
    }


def use_from_body(body: Mapping[str, Any]) -> RewardUse:
    holds = tuple((hold[0], hold[1], hold[2]) for hold in body["holds"])
    return RewardUse(body["counts"], holds)

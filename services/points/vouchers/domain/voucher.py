"""A voucher: issued, then used by a store, given back, ended by an operator, or let go by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.instant import seconds_text
from services.points.calendar.domain.local_time import local_day


class VoucherState(StrEnum):
    ISSUED = "issued"
    USED = "used"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class VoucherNotFound(Exception):
    """No voucher of the brand has the code. The refusal does not repeat the code."""

    reason = "VOUCHER_NOT_FOUND"
    field = "code"


class VoucherUsed(Exception):
    """A store has taken it."""

    reason = "VOUCHER_USED"

    def __init__(self, voucher: Voucher) -> None:
        super().__init__("a store has taken it")
        self.metadata = _use(voucher)


class VoucherExpired(Exception):
    """Its last day is over."""

    reason = "VOUCHER_EXPIRED"

    def __init__(self, day: date) -> None:
        super().__init__(f"it was good until {day.isoformat()}")
        self.metadata = {"expire_on": day.isoformat()}


class VoucherCancelled(Exception):
    """An operator has ended it."""

    reason = "VOUCHER_CANCELLED"


class VoucherNotUsed(Exception):
    """There is no use to reverse."""

    reason = "VOUCHER_NOT_USED"


class VoucherNotReversible(Exception):
    """Another store's, or another day's."""

    reason = "VOUCHER_NOT_REVERSIBLE"

    def __init__(self, voucher: Voucher) -> None:
        super().__init__("only by the store that took it, and only on that day")
        self.metadata = _use(voucher)


@dataclass(frozen=True, slots=True)
class Voucher:
    """`state` is as it was written: `state_at` tells whether time has ended it since.

    `posted_by` is the request id of the posting that wrote it last.
    """

    code: str
    redemption_id: str
    member_id: str
    reward_code: str
    reward_name_zh: str
    reward_name_en: str
    expire_on: date
    expires_at: datetime
    posted_by: str
    state: VoucherState = VoucherState.ISSUED
    store_id: str = ""
    used_at: datetime | None = None

    def state_at(self, now: datetime) -> VoucherState:
        """As it stands at `now`."""
        if self.state is VoucherState.ISSUED and self.expires_at <= now:
            return VoucherState.EXPIRED
        return self.state

    def used(self, store_id: str, now: datetime, posted_by: str) -> Voucher:
        """Taken by a store. Raises VoucherUsed, VoucherExpired, VoucherCancelled."""
        self._check_issued(now)
        return replace(
            self, state=VoucherState.USED, store_id=store_id, used_at=now, posted_by=posted_by
        )

    def given_back(self, store_id: str, now: datetime, zone: ZoneInfo, posted_by: str) -> Voucher:
        """As if it had not been used. Raises VoucherNotUsed, VoucherNotReversible."""
        if self.state is not VoucherState.USED or self.used_at is None:
            raise VoucherNotUsed("nobody has used it")
        same_day = local_day(self.used_at, zone) == local_day(now, zone)
        if store_id != self.store_id or not same_day:
            raise VoucherNotReversible(self)
        return self._unused(VoucherState.ISSUED, posted_by)

    def cancelled(self, now: datetime, posted_by: str) -> Voucher:
        """Ended by an operator. Raises VoucherUsed, VoucherExpired, VoucherCancelled."""
        self._check_issued(now)
        return self._unused(VoucherState.CANCELLED, posted_by)

    def _unused(self, state: VoucherState, posted_by: str) -> Voucher:
        return replace(self, state=state, store_id="", used_at=None, posted_by=posted_by)

    def _check_issued(self, now: datetime) -> None:
        state = self.state_at(now)
        if state is VoucherState.USED:
            raise VoucherUsed(self)
        if state is VoucherState.EXPIRED:
            raise VoucherExpired(self.expire_on)
        if state is VoucherState.CANCELLED:
            raise VoucherCancelled("an operator has ended it")


def to_body(voucher: Voucher) -> dict[str, Any]:
    """As it is kept; a voucher that nobody has used has no store, so the index leaves it out."""
    body: dict[str, Any] = {
        "redemption_id": voucher.redemption_id,
        "member_id": voucher.member_id,
        "reward_code": voucher.reward_code,
        "reward_name_zh": voucher.reward_name_zh,
        "reward_name_en": voucher.reward_name_en,
        "expire_on": voucher.expire_on.isoformat(),
        "expires_at": voucher.expires_at,
        "posted_by": voucher.posted_by,
        "state": str(voucher.state),
        "code": voucher.code,
    }
    if voucher.used_at is not None:
        body |= {"store_id": voucher.store_id, "used_at": voucher.used_at}
    return body


def from_body(body: Mapping[str, Any]) -> Voucher:
    """The voucher that `to_body` wrote."""
    changed = {
        "state": VoucherState(body["state"]),
        "expire_on": date.fromisoformat(body["expire_on"]),
    }
    return Voucher(**{**body, **changed})


def _use(voucher: Voucher) -> dict[str, str]:
    assert voucher.used_at is not None, "it is used"
    return {"store_id": voucher.store_id, "use_time": seconds_text(voucher.used_at)}

"""A wake-up: what was opened for a member in a sleep, its posting, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.points.calendar.domain.local_time import last_day
from services.points.earning.domain import order_bonus
from services.points.earning.domain.order_bonus import ORDER_BONUS, PLAIN_PERCENT, OrderBonus
from services.points.ledger.domain import request_ids
from services.points.ledger.domain.chart_of_accounts import HOUSE_STOCK, REDEEMED, WAKE_UPS_OPENED
from services.points.ledger.domain.posting import Leg, PostingKind, PostingRequest
from services.points.ledger.domain.record import RecordKind, Versioned
from services.points.ledger.domain.wake_up_opened import WakeUpOpened, said_of
from services.points.programme.domain.programme import Programme
from services.points.wake_up.domain.section import WAKE_UP_RULE


class WakeUpState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class WakeUp:
    """`bonus` is as the record of the wake-up has it: until the next one of the member is opened,
    the member's own record of the bonus says more (`told_by`)."""

    bonus: OrderBonus
    asleep_since: datetime
    coupon_type: str

    @property
    def id(self) -> str:
        return self.bonus.id

    def told_by(self, last: OrderBonus | None) -> WakeUp:
        """With what the member's last bonus says, where that is this one's."""
        if last is None or last.id != self.id:
            return self
        return replace(self, bonus=last)

    def state_at(self, now: datetime) -> WakeUpState:
        """As it stands at `now`."""
        if self.bonus.used_at is not None:
            return WakeUpState.ANSWERED
        return WakeUpState.OPEN if now < self.bonus.until else WakeUpState.PASSED


WAKE_UP: RecordKind[WakeUp] = RecordKind("wake_up", lambda brand, body: from_body(body))
"""A wake-up, by its id."""


def request_id(member_id: str, version: int) -> str:
    """Names the opening after the member's last bonus, which was read at `version`."""
    return f"{request_ids.WAKE_UP}{member_id}/{version}"


def opening(
    programme: Programme,
    wake_up: WakeUp,
    last: Versioned[OrderBonus] | None,
    before: Versioned[WakeUp] | None,
    coupon: PostingRequest | None,
) -> PostingRequest:
    """Opens `wake_up`. `last` is the bonus that it follows, `before` the wake-up of that one, and
    `coupon` the grant of its coupon, if it has one."""
    bonus, version = wake_up.bonus, last.version if last else 0
    percent = 0 if bonus.percent == PLAIN_PERCENT else bonus.percent
    until = last_day(bonus.until, programme.zone)
    told = WakeUpOpened(bonus.id, bonus.member_id, percent, wake_up.coupon_type, until)
    records = [
        ORDER_BONUS.record(bonus.member_id, version, order_bonus.to_body(bonus)),
        WAKE_UP.record(wake_up.id, 0, to_body(wake_up)),
    ]
    if last is not None and before is not None:
        ended = before.value.told_by(last.value)
        records.append(WAKE_UP.record(ended.id, before.version, to_body(ended)))
    # House accounts alone: wake-ups are counted without an account that all wait for.
    counted = (Leg(HOUSE_STOCK, WAKE_UPS_OPENED, -1), Leg(REDEEMED, WAKE_UPS_OPENED, 1))
    given = {} if coupon is None else dict(coupon.metadata)
    return PostingRequest(
        brand=programme.brand,
        request_id=request_id(bonus.member_id, version),
        kind=PostingKind.WAKE_UP,
        legs=(*(coupon.legs if coupon else ()), *counted),
        metadata={**given, "rule": WAKE_UP_RULE, **said_of(told)},
        records=(*records, *(coupon.records if coupon else ())),
        # Two workers may have read other programmes: the sleep is the same one.
        fingerprint=request_ids.WAKE_UP,
    )


def to_body(wake_up: WakeUp) -> dict[str, Any]:
    """As it is kept."""
    return {
        "member_id": wake_up.bonus.member_id,
        "bonus": asdict(wake_up.bonus),
        "asleep_since": wake_up.asleep_since,
        "coupon_type": wake_up.coupon_type,
    }


def from_body(body: Mapping[str, Any]) -> WakeUp:
    """The wake-up that `to_body` wrote. A survivor stands for a member who was merged."""
    kept = OrderBonus(**body["bonus"])
    bonus = replace(kept, member_id=body["member_id"])
    return WakeUp(bonus, body["asleep_since"], body["coupon_type"])

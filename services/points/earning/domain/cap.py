"""Caps: how often, or how much, a rule gives one member in a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import Period, period_key


@dataclass(frozen=True, slots=True)
class Cap:
    """Either `times` awards or `amount` points in a `per`."""

    per: Period
    times: int | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class CapUse:
    """The awards and points that a rule gave a member in one period so far."""

    times: int = 0
    amount: int = 0

    def plus(self, amount: int) -> CapUse:
        return CapUse(self.times + 1, self.amount + amount)


def use_id(member_id: str, rule: str, per: Period, at: datetime, zone: ZoneInfo) -> str:
    """Names the counter. `at` is when it happened, so that late ones count in their own time."""
    return f"{member_id}/{rule}/{period_key(per, at, zone)}"


def within(cap: Cap, used: CapUse, amount: int) -> int:
    """How much of `amount` the cap lets through."""
    if cap.times is not None and used.times >= cap.times:
        return 0
    if cap.amount is not None:
        return min(amount, max(0, cap.amount - used.amount))
    return amount


def to_body(member_id: str, use: CapUse) -> dict[str, Any]:
    return {"member_id": member_id, "times": use.times, "amount": use.amount}


def from_body(body: Mapping[str, Any]) -> CapUse:
    return CapUse(times=body["times"], amount=body["amount"])

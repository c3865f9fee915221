"""What a member gave on the last day and in the last month on which it gave anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from services.points.ledger.domain.record import RecordKind
from services.points.transfers.domain.gift_rules import GiftLimit, GiftLimits


class GiftLimitReached(Exception):
    """The giver would give more than the programme allows in a day or a month."""

    reason = "GIFT_LIMIT_REACHED"

    def __init__(self, per: str, limit: GiftLimit, times: int, amount: int) -> None:
        super().__init__(f"{limit.times} gifts and {limit.amount} units per {per}")
        self.metadata = {
            "per": per,
            "times_left": str(max(0, limit.times - times)),
            "amount_left": str(max(0, limit.amount - amount)),
        }


class Given(NamedTuple):
    """Gifts and units of one asset, of `day` and of the month of it."""

    day: date
    day_times: int = 0
    day_amount: int = 0
    month_times: int = 0
    month_amount: int = 0

    def on(self, today: date) -> Given:
        """What counts `today`. On a clock that went back, the later day goes on counting."""
        if today <= self.day:
            return self
        if (today.year, today.month) == (self.day.year, self.day.month):
            return Given(today, 0, 0, self.month_times, self.month_amount)
        return Given(today)

    def united(self, other: Given) -> Given:
        """What both gave counts together, on the later day."""
        day = max(self.day, other.day)
        one, two = self.on(day), other.on(day)
        return Given(day, *(a + b for a, b in zip(one[1:], two[1:], strict=True)))

    def plus(self, amount: int, limits: GiftLimits) -> Given:
        """With one gift more. Raises GiftLimitReached."""
        for per, limit, times, sum_ in (
            ("day", limits.per_day, self.day_times, self.day_amount),
            ("month", limits.per_month, self.month_times, self.month_amount),
        ):
            if times + 1 > limit.times or sum_ + amount > limit.amount:
                raise GiftLimitReached(per, limit, times, sum_)
        return Given(
            self.day,
            self.day_times + 1,
            self.day_amount + amount,
            self.month_times + 1,
            self.month_amount + amount,
        )

    def left(self, limits: GiftLimits) -> tuple[GiftLimit, GiftLimit]:
        """What is left for the day and the month: nothing where a limit was lowered below."""
        day, month = limits.per_day, limits.per_month
        return (
            GiftLimit(max(0, day.times - self.day_times), max(0, day.amount - self.day_amount)),
            GiftLimit(
                max(0, month.times - self.month_times), max(0, month.amount - self.month_amount)
            ),
        )


GIVEN: RecordKind[Given] = RecordKind("given", lambda brand, body: _from_body(body))
"""By `given_id`."""


def given_id(member_id: str, asset: str) -> str:
    """Names the record of what a member gave of an asset."""
    return f"{member_id}:{asset}"


def to_body(given: Given) -> dict[str, Any]:
    """As it is kept."""
    return {**given._asdict(), "day": given.day.isoformat()}


def _from_body(body: Mapping[str, Any]) -> Given:
    return Given(**{**body, "day": date.fromisoformat(body["day"])})

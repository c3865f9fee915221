"""When points stop being spendable: always at the end of a local day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.points.calendar.domain.local_time import end_of_day, local_day


class ExpiryPolicy(StrEnum):
    NEVER = "never"
    END_OF_MONTH = "end_of_month"
    DAYS = "days"
    FIXED_DATE = "fixed_date"


@dataclass(frozen=True, slots=True)
class Expiry:
    """`months` belongs to end_of_month, `days` to days, `on` (the last day) to fixed_date."""

    policy: ExpiryPolicy
    months: int = 0
    days: int = 0
    on: date | None = None

    def expires_at(self, earned_at: datetime, zone: ZoneInfo) -> datetime | None:
        """The first instant at which points earned at `earned_at` are gone; None for never."""
        if self.policy is ExpiryPolicy.NEVER:
            return None
        return end_of_day(self._last_day(local_day(earned_at, zone)), zone)

    def _last_day(self, earned: date) -> date:
        if self.policy is ExpiryPolicy.DAYS:
            return earned + timedelta(days=self.days)
        if self.policy is ExpiryPolicy.FIXED_DATE:
            assert self.on is not None
            return self.on
        # The last day of a month is the day before the first of the next one.
        months = earned.year * 12 + (earned.month - 1) + self.months + 1
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
